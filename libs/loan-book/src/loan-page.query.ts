import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { isIdentifier } from '#identifiers';
import type { LoanPage } from './loan-page-shape.js';

/** One loan, or null when there is none. */
export class LoanPageQuery extends Query<LoanPage | null> {
  constructor(
    readonly institution: string,
    readonly loanId: string,
  ) {
    super();
  }
}

@QueryHandler(LoanPageQuery)
export class LoanPageHandler implements IQueryHandler<LoanPageQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ institution, loanId }: LoanPageQuery): Promise<LoanPage | null> {
    if (![institution, loanId].every(isIdentifier)) return null;
    const { rows } = await this.pool.query<{ page: LoanPage }>(
      'select page from loan_page where institution = $1 and loan_id = $2',
      [institution, loanId],
    );
    return rows[0]?.page ?? null;
  }
}
