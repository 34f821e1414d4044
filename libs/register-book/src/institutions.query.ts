import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Institution } from '#contract';
import { institutionStream } from '#facts';
import { isIdentifier } from '#identifiers';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import { streamFacts } from '#projections';
import { institutionPage } from './register-pages.js';

/** One institution, now or as of a place in the order; null when none is registered under the code. */
export class InstitutionQuery extends Query<Institution | null> {
  constructor(
    readonly code: string,
    readonly asOf?: number,
  ) {
    super();
  }
}

@QueryHandler(InstitutionQuery)
export class InstitutionHandler implements IQueryHandler<InstitutionQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: InstitutionQuery): Promise<Institution | null> {
    if (!isIdentifier(code)) return null;
    if (asOf !== undefined) return this.foldedUpTo(code, asOf);
    const { rows } = await this.pool.query<{ page: Institution }>(
      'select page from institution_page where code = $1',
      [code],
    );
    return rows[0]?.page ?? null;
  }

  private async foldedUpTo(code: string, seq: number): Promise<Institution | null> {
    const facts = await streamFacts(this.pool, institutionStream(code), seq);
    return facts.reduce<Institution | undefined>(institutionPage, undefined) ?? null;
  }
}

/** Institutions by code. @throws MalformedCursor */
export class InstitutionsQuery extends Query<KeysetPage<Institution>> {
  constructor(readonly asked: { readonly limit: number; readonly cursor?: string }) {
    super();
  }
}

@QueryHandler(InstitutionsQuery)
export class InstitutionsHandler implements IQueryHandler<InstitutionsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: InstitutionsQuery): Promise<KeysetPage<Institution>> {
    const [after] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['text']);
    const { rows } = await this.pool.query<{ page: Institution }>(
      `select page from institution_page where $1::text is null or code > $1 order by code limit $2`,
      [after, asked.limit + 1],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ code }) => [code],
    );
  }
}
