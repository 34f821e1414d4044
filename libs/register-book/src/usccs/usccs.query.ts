import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import type { UsccPage } from './uscc-page.js';

/** USCCs that are lawful by a fact, by code; all of them, or one. @throws MalformedCursor */
export class UsccsQuery extends Query<KeysetPage<UsccPage>> {
  constructor(readonly asked: { readonly code?: string; readonly limit: number; readonly cursor?: string }) {
    super();
  }
}

@QueryHandler(UsccsQuery)
export class UsccsHandler implements IQueryHandler<UsccsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: UsccsQuery): Promise<KeysetPage<UsccPage>> {
    const [after] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['text']);
    const { rows } = await this.pool.query<{ page: UsccPage }>(
      `select page from uscc_page
        where ($1::text is null or code > $1) and ($2::text is null or code = $2)
        order by code limit $3`,
      [after, asked.code ?? null, asked.limit + 1],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ code }) => [code],
    );
  }
}
