import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Uscc } from '#contract';
import { usccStream } from '#facts';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import { streamFacts } from '#projections';
import { usccPage } from './register-pages.js';

/** USCCs that are lawful by a fact, by code. @throws MalformedCursor */
export class UsccsQuery extends Query<KeysetPage<Uscc>> {
  constructor(readonly asked: { readonly limit: number; readonly cursor?: string }) {
    super();
  }
}

@QueryHandler(UsccsQuery)
export class UsccsHandler implements IQueryHandler<UsccsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: UsccsQuery): Promise<KeysetPage<Uscc>> {
    const [after] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['text']);
    const { rows } = await this.pool.query<{ page: Uscc }>(
      `select page from uscc_page
        where $1::text is null or code > $1
        order by code limit $2`,
      [after, asked.limit + 1],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ code }) => [code],
    );
  }
}

/** One of them as of a place in the order, or null when it was not lawful by a fact there. */
export class UsccQuery extends Query<Uscc | null> {
  constructor(
    readonly code: string,
    readonly asOf: number,
  ) {
    super();
  }
}

@QueryHandler(UsccQuery)
export class UsccHandler implements IQueryHandler<UsccQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: UsccQuery): Promise<Uscc | null> {
    const facts = await streamFacts(this.pool, usccStream(code), asOf);
    return facts.reduce<Uscc | undefined>(usccPage, undefined) ?? null;
  }
}
