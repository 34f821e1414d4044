import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { isIdentifier } from '#identifiers';
import type { ShownLoan } from './loan-page-shape.js';
import { loanRowsSql } from './loan-rows-sql.js';
import { type LoanRow, shownLoan } from './shown-loan.js';

/** One loan, or null when there is none. */
export class LoanPageQuery extends Query<ShownLoan | null> {
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

  async execute({ institution, loanId }: LoanPageQuery): Promise<ShownLoan | null> {
    if (![institution, loanId].every(isIdentifier)) return null;
    const { rows } = await this.pool.query<LoanRow>(loanRowsSql('where institution = $1 and loan_id = $2'), [
      institution,
      loanId,
    ]);
    return rows[0] ? shownLoan(rows[0]) : null;
  }
}
