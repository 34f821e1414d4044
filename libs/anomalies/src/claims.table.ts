import type pg from 'pg';
import type { ArbitrationFact, SequencedFact } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import { addRows, column, readTable } from '#projections';
import { type BorrowerClaim, contestedCandidates } from './borrower-candidates.js';
import { groupedBy, type Derived } from './candidate.js';
import { type EffectiveLoan, standingClaim } from './effective-loan.js';
import type { EligibleClaim } from './loan-candidates.js';

/* The last decision of the arbiter on each claim without an earlier loan, with the current state of its loan. */

export const signalClaim = readTable('signal_claim', {
  borrower_key: column.key,
  institution: column.key,
  loan_id: column.key,
  page: column.json,
});

/** A decision of the arbiter on a claim. */
export interface ClaimChange {
  readonly borrowerKey: string;
  readonly institution: InstitutionCode;
  readonly loanId: LoanId;
  readonly type: ArbitrationFact['type'];
  readonly seq: number;
}

interface ClaimPage extends EligibleClaim {
  /** Null where the loan is not effective, or the claim is withdrawn. */
  readonly loan: Pick<BorrowerClaim, 'drawdownDate' | 'drawdownTime' | 'claimed'> | null;
}

interface ClaimRow {
  readonly borrower_key: string;
  readonly institution: string;
  readonly loan_id: string;
  readonly page: ClaimPage;
}

/** The claims of some loans, as of the end of a batch. */
export interface LoanClaims {
  readonly eligible: (institution: string, loanId: string) => EligibleClaim | undefined;
  readonly borrowers: readonly string[];
  readonly rows: readonly ClaimRow[];
  readonly loans: readonly Loan[];
}

interface Loan {
  readonly institution: string;
  readonly loanId: string;
  readonly standing: readonly SequencedFact[];
  readonly effective: EffectiveLoan | undefined;
}

/** Null: the claim is withdrawn, or there is an earlier loan. */
const statuses = {
  FirstTimeRecognised: 'RECOGNISED',
  FirstTimeSuperseded: 'SUPERSEDED',
  FirstTimeDenied: null,
  FirstTimeRevoked: null,
} as const satisfies Record<ArbitrationFact['type'], EligibleClaim['status'] | null>;

const nameOf = (institution: string, loanId: string): string => `${institution} ${loanId}`;

/** By loan and borrower, since a loan id may have had several borrowers in turn. */
export const claimsOfLoans = async (
  connection: pg.ClientBase,
  loans: readonly Loan[],
  changes: readonly ClaimChange[],
): Promise<LoanClaims> => {
  const decided = new Map<string, Omit<ClaimRow, 'page'> & { readonly page: EligibleClaim | null }>();
  const put = (row: Omit<ClaimRow, 'page'> & { readonly page: EligibleClaim | null }): unknown =>
    decided.set(`${row.borrower_key} ${nameOf(row.institution, row.loan_id)}`, row);
  for (const row of await storedClaims(connection, loans)) put(row);
  const before = [...decided.values()];
  for (const { borrowerKey, institution, loanId, type, seq } of changes) {
    const status = statuses[type];
    put({ borrower_key: borrowerKey, institution, loan_id: loanId, page: status ? { status, seq } : null });
  }
  const byLoan = new Map(loans.map((loan) => [nameOf(loan.institution, loan.loanId), loan]));
  const rows = [...decided.values()].flatMap(({ page, ...row }): readonly ClaimRow[] => {
    if (!page) return [];
    const effective = byLoan.get(nameOf(row.institution, row.loan_id))?.effective;
    const { status, seq } = page;
    return [{ ...row, page: { status, seq, loan: standingClaim(effective, row.borrower_key) } }];
  });
  const eligible = new Map(
    rows.filter(({ page }) => page.loan).map((row) => [nameOf(row.institution, row.loan_id), row.page]),
  );
  return {
    rows,
    loans,
    borrowers: [...new Set([...before, ...decided.values()].map((row) => row.borrower_key))],
    eligible: (institution, loanId) => eligible.get(nameOf(institution, loanId)),
  };
};

const ids = (loans: readonly Loan[]): readonly (readonly string[])[] => [
  loans.map(({ institution }) => institution),
  loans.map(({ loanId }) => loanId),
];

const storedClaims = async (
  connection: pg.ClientBase,
  loans: readonly Loan[],
): Promise<readonly ClaimRow[]> => {
  if (loans.length === 0) return [];
  const { rows } = await connection.query<ClaimRow>(
    `select claim.borrower_key, institution, loan_id, claim.page
       from unnest($1::text[], $2::text[]) as asked (institution, loan_id)
       join signal_claim claim using (institution, loan_id)`,
    [...ids(loans)],
  );
  return rows;
};

export const writeClaims = async (connection: pg.ClientBase, { rows, loans }: LoanClaims): Promise<void> => {
  if (loans.length === 0) return;
  await connection.query(
    `delete from signal_claim gone using unnest($1::text[], $2::text[]) as asked (institution, loan_id)
      where gone.institution = asked.institution and gone.loan_id = asked.loan_id`,
    [...ids(loans)],
  );
  await addRows(
    connection,
    signalClaim,
    rows.map((row) => ({ ...row, page: JSON.stringify(row.page) })),
  );
};

export const deriveContests = async (
  connection: pg.ClientBase,
  borrowers: readonly string[],
): Promise<Derived> => {
  if (borrowers.length === 0) return { subjects: [], candidates: [] };
  const { rows } = await connection.query<ClaimRow>(
    `select borrower_key, institution, loan_id, page from signal_claim
      where borrower_key = any($1::text[]) order by institution, loan_id`,
    [borrowers],
  );
  const claims = rows.flatMap(({ borrower_key: borrowerKey, institution, loan_id: loanId, page }) => {
    const { status, seq, loan } = page;
    return loan ? [{ borrowerKey, institution, loanId, status, seq, ...loan }] : [];
  });
  const groups = groupedBy(claims, ({ borrowerKey }) => borrowerKey);
  return {
    subjects: borrowers.map((borrower) => `claims ${borrower}`),
    candidates: [...groups].flatMap(([borrower, of]) => contestedCandidates(borrower, of)),
  };
};
