import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import type { InstitutionPage } from './institution-page.js';

/** Institutions by code. @throws MalformedCursor */
export class InstitutionsQuery extends Query<KeysetPage<InstitutionPage>> {
  constructor(readonly asked: { readonly limit: number; readonly cursor?: string }) {
    super();
  }
}

@QueryHandler(InstitutionsQuery)
export class InstitutionsHandler implements IQueryHandler<InstitutionsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: InstitutionsQuery): Promise<KeysetPage<InstitutionPage>> {
    const [after] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['text']);
    const { rows } = await this.pool.query<{ page: InstitutionPage }>(
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
