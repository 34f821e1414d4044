import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Loan } from '#contract';
import { industriesUnder, isIdentifier } from '#identifiers';
import { Conditions, decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import { withClaimContextSql } from './claims/claim-context-sql.js';
import { type ClaimPage, type ClaimContext, claimOfLoan } from './claims/claim-page.js';
import type { LoanPage } from './loan-page.js';

/** A loan as it is read, with the row of its claim. */
interface LoanRow extends ClaimContext {
  readonly page: LoanPage;
  /** Null for an opening position, which no claim may be made for. */
  readonly claim: ClaimPage | null;
}

const shownLoan = ({ page, claim, ...context }: LoanRow): Loan => ({
  ...page,
  claim: claimOfLoan(claim, context),
});

/**
 * SQL that gives `LoanRow`s; `which` narrows `loan_page`. The claim is looked up for each loan of the page: a merge join would walk over
 * all claims before it, of which there may be a million.
 */
const loanRowsSql = (which: string): string =>
  withClaimContextSql(
    `select institution, loan_id, loan.page, claim.page as claim, claim.status as claim_status, claim.borrower_key
       from (select institution, loan_id, page from loan_page ${which}) loan
       left join lateral (
         select page, status, borrower_key from claim_page
          where claim_page.institution = loan.institution and claim_page.loan_id = loan.loan_id offset 0) claim on true`,
    'page, claim',
  );

/** One loan, or null when there is none. */
export class LoanPageQuery extends Query<Loan | null> {
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

  async execute({ institution, loanId }: LoanPageQuery): Promise<Loan | null> {
    if (![institution, loanId].every(isIdentifier)) return null;
    const { rows } = await this.pool.query<LoanRow>(loanRowsSql('where institution = $1 and loan_id = $2'), [
      institution,
      loanId,
    ]);
    return rows[0] ? shownLoan(rows[0]) : null;
  }
}

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
export class LoansQuery extends Query<KeysetPage<Loan>> {
  constructor(readonly asked: LoansAsked) {
    super();
  }
}

/** The partial indexes on rare values (`loan_page_…`) are used only for conditions written as they are here. */
const conditionsOf = (asked: LoansAsked): Conditions =>
  new Conditions()
    .key('institution', asked.institution)
    .key('borrower_key', asked.borrower)
    .value('status', asked.status)
    .value('classification', asked.classification)
    .value('product', asked.product)
    .value('size', asked.size)
    .value('district', asked.district)
    .value('industry', asked.industry?.flatMap(industriesUnder))
    .among('tags', asked.tag)
    .days('maturity', asked.maturityFrom, asked.maturityTo)
    .after(
      ['institution', 'loan_id'],
      asked.cursor === undefined ? null : decodeCursor(asked.cursor, ['text', 'text']),
    );

/** A page of loans, also for other books. @throws MalformedCursor */
export const loansPage = async (
  pool: Pick<pg.Pool, 'query'>,
  asked: LoansAsked,
): Promise<KeysetPage<Loan>> => {
  const conditions = conditionsOf(asked);
  const limit = conditions.parameters.add(asked.limit + 1);
  const text = loanRowsSql(`${conditions.text} order by institution, loan_id limit ${limit}`);
  const { rows } = await pool.query<LoanRow>(conditions.query(text));
  return keysetPage(rows.map(shownLoan), asked.limit, (loan) => [loan.institution, loan.loanId]);
};

@QueryHandler(LoansQuery)
export class LoansHandler implements IQueryHandler<LoansQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ asked }: LoansQuery): Promise<KeysetPage<Loan>> {
    return loansPage(this.pool, asked);
  }
}
