import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import type { ShownLoan } from './loan-page-shape.js';
import { loanRowsSql } from './loan-rows-sql.js';
import { type LoanRow, shownLoan } from './shown-loan.js';

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
export interface LoansAsked {
  readonly institution?: readonly string[];
  readonly status?: readonly string[];
  readonly product?: readonly string[];
  readonly district?: readonly string[];
  /** Section and division, or a section letter for all its divisions. */
  readonly industry?: readonly string[];
  readonly size?: readonly string[];
  readonly classification?: readonly string[];
  /** Loans that carry any of them. */
  readonly tag?: readonly string[];
  /** Borrower keys. */
  readonly borrower?: readonly string[];
  /** First and last day of maturity, both included. */
  readonly maturityFrom?: string;
  readonly maturityTo?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Loans by institution and loan id. @throws MalformedCursor */
export class LoansQuery extends Query<KeysetPage<ShownLoan>> {
  constructor(readonly asked: LoansAsked) {
    super();
  }
}

/** A page of loans; for books that show them too. @throws MalformedCursor */
export const loansPage = async (
  pool: Pick<pg.Pool, 'query'>,
  asked: LoansAsked,
): Promise<KeysetPage<ShownLoan>> => {
  const [institution, loanId] =
    asked.cursor === undefined ? [null, null] : decodeCursor(asked.cursor, ['text', 'text']);
  const { rows } = await pool.query<LoanRow>(
    loanRowsSql(`where ($1::text[] is null or institution = any($1))
        and ($2::text[] is null or loan_page.status = any($2))
        and ($3::text[] is null or product = any($3))
        and ($4::text[] is null or district = any($4))
        and ($5::text[] is null or industry = any($5) or left(industry, 1) = any($5))
        and ($6::text[] is null or size = any($6))
        and ($7::text[] is null or classification = any($7))
        and ($8::text[] is null or tags && $8)
        and ($9::text[] is null or loan_page.borrower_key = any($9))
        and ($10::date is null or maturity >= $10)
        and ($11::date is null or maturity <= $11)
        and ($12::text is null or (institution, loan_id) > ($12, $13))
      order by institution, loan_id
      limit $14`),
    [
      filterValues(asked.institution),
      filterValues(asked.status),
      filterValues(asked.product),
      filterValues(asked.district),
      filterValues(asked.industry),
      filterValues(asked.size),
      filterValues(asked.classification),
      filterValues(asked.tag),
      filterValues(asked.borrower),
      asked.maturityFrom,
      asked.maturityTo,
      institution,
      loanId,
      asked.limit + 1,
    ],
  );
  return keysetPage(rows.map(shownLoan), asked.limit, (loan) => [loan.institution, loan.loanId]);
};

@QueryHandler(LoansQuery)
export class LoansHandler implements IQueryHandler<LoansQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ asked }: LoansQuery): Promise<KeysetPage<ShownLoan>> {
    return loansPage(this.pool, asked);
  }
}
