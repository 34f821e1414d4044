import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import type { LoanPage } from './loan-page-shape.js';

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
export interface LoansAsked {
  readonly institution?: readonly string[];
  readonly status?: readonly string[];
  readonly product?: readonly string[];
  readonly district?: readonly string[];
  /** Section and division, or a section letter for all its divisions. */
  readonly industry?: readonly string[];
  readonly size?: readonly string[];
  /** Borrower keys. */
  readonly borrower?: readonly string[];
  readonly limit: number;
  readonly cursor?: string;
}

/** Loans by institution and loan id. @throws MalformedCursor */
export class LoansQuery extends Query<KeysetPage<LoanPage>> {
  constructor(readonly asked: LoansAsked) {
    super();
  }
}

@QueryHandler(LoansQuery)
export class LoansHandler implements IQueryHandler<LoansQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: LoansQuery): Promise<KeysetPage<LoanPage>> {
    const [institution, loanId] =
      asked.cursor === undefined ? [null, null] : decodeCursor(asked.cursor, ['string', 'string']);
    const { rows } = await this.pool.query<{ page: LoanPage }>(
      `select page
         from loan_page
        where ($1::text[] is null or institution = any($1))
          and ($2::text[] is null or status = any($2))
          and ($3::text[] is null or product = any($3))
          and ($4::text[] is null or district = any($4))
          and ($5::text[] is null or industry = any($5) or left(industry, 1) = any($5))
          and ($6::text[] is null or size = any($6))
          and ($7::text[] is null or borrower_key = any($7))
          and ($8::text is null or (institution, loan_id) > ($8, $9))
        order by institution, loan_id
        limit $10`,
      [
        filterValues(asked.institution),
        filterValues(asked.status),
        filterValues(asked.product),
        filterValues(asked.district),
        filterValues(asked.industry),
        filterValues(asked.size),
        filterValues(asked.borrower),
        institution,
        loanId,
        asked.limit + 1,
      ],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      (loan) => [loan.institution, loan.loanId],
    );
  }
}
