import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { isIdentifier } from '#identifiers';
import type { InstitutionPage } from './institution-page.js';

/** One institution, or null when none is registered under the code. */
export class InstitutionQuery extends Query<InstitutionPage | null> {
  constructor(readonly code: string) {
    super();
  }
}

@QueryHandler(InstitutionQuery)
export class InstitutionHandler implements IQueryHandler<InstitutionQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code }: InstitutionQuery): Promise<InstitutionPage | null> {
    if (!isIdentifier(code)) return null;
    const { rows } = await this.pool.query<{ page: InstitutionPage }>(
      'select page from institution_page where code = $1',
      [code],
    );
    return rows[0]?.page ?? null;
  }
}
