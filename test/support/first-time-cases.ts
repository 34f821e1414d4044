import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { enterprise, issuedLoan, reportOf } from './reports.js';
import { east, north, south } from './three-banks.js';

// One borrower's loans at three banks, what the banks report of them, and what must become of the claims: worked out here from
// the loans alone, in the test's own way.

export interface LoanReport {
  readonly bank: string;
  readonly day: string;
  readonly time: string | null;
  readonly kind: 'issued' | 'opened';
  readonly isClaimed: boolean;
  readonly isCancelled: boolean;
}

const oneOf = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);

const anyLoan: fc.Arbitrary<LoanReport> = fc
  .record({
    bank: oneOf(north, south, east),
    // Mostly one day, where the clock and the hash decide.
    day: oneOf('2024-03-01', '2024-03-02', '2024-03-02', '2024-03-02', '2024-03-03'),
    time: oneOf(null, '09:00:00', '10:00:00', '10:00:00', '23:59:59'),
    kind: oneOf<LoanReport['kind']>('issued', 'issued', 'issued', 'opened'),
    isClaimed: oneOf(true, true, true, false),
    isCancelled: oneOf(true, false, false),
  })
  .map((loan) => (loan.kind === 'opened' ? { ...loan, time: null, isClaimed: false } : loan));

const reportsIn = (loans: readonly LoanReport[]): number =>
  loans.reduce((sum, { isClaimed, isCancelled }) => sum + 1 + Number(isClaimed) + Number(isCancelled), 0);

/** Three to five loans, of which six to ten reports come, at least two of them claims. */
export const anyBorrower: fc.Arbitrary<readonly LoanReport[]> = fc
  .array(anyLoan, { minLength: 3, maxLength: 5 })
  .filter((loans) => reportsIn(loans) >= 6 && reportsIn(loans) <= 10)
  .filter((loans) => loans.filter(({ isClaimed }) => isClaimed).length >= 2);

export const loanIdOf = (borrower: number, index: number): string => `B${borrower}-${index}`;

export const firstTimeFlagged = (bank: string, loanId: string, borrower: number, more: object = {}): object =>
  reportOf(bank, `claim-${loanId}`, 'borrower.first-time-flagged', loanId, {
    effectiveDate: '2024-03-10',
    borrower: enterprise(borrower),
    enquiryDate: '2024-02-20',
    enquirySerialHash: createHash('sha256').update(loanId).digest('hex'),
    ...more,
  });

/** What the bank reports of the loan; this order is given, across loans there is none. */
export const reportsOf = (borrower: number, index: number, loan: LoanReport): readonly object[] => {
  const { bank, day, time, kind, isClaimed, isCancelled } = loan;
  const loanId = loanIdOf(borrower, index);
  const cancelling = { effectiveDate: '2024-03-20', reason: 'never drawn' };
  return [
    kind === 'opened'
      ? reportOf(bank, `open-${loanId}`, 'loan.opened', loanId, {
          effectiveDate: '2024-03-05',
          borrower: enterprise(borrower),
          outstandingPrincipal: '300000.00',
          startDate: day,
          legStartDate: day,
          maturityDate: '2024-12-20',
          product: 'WORKING_CAPITAL',
          guarantee: 'CREDIT',
          classification: 'NORMAL',
          renewalCount: 0,
          tags: [],
        })
      : issuedLoan(bank, loanId, borrower, { effectiveDate: day, ...(time ? { drawdownTime: time } : {}) }),
    ...(isClaimed ? [firstTimeFlagged(bank, loanId, borrower)] : []),
    ...(isCancelled ? [reportOf(bank, `cancel-${loanId}`, 'loan.cancelled', loanId, cancelling)] : []),
  ];
};

export interface ExpectedClaim {
  readonly institution: string;
  readonly loanId: string;
  readonly status: string;
  readonly reason: string | null;
  readonly contested: boolean;
}

/** What must become of each claim, whatever came first. */
export const expectedClaims = (
  borrower: number,
  borrowerKey: string,
  loans: readonly LoanReport[],
): readonly ExpectedClaim[] => {
  const placed = loans.map((loan, index) => ({ ...loan, loanId: loanIdOf(borrower, index) }));
  const earliest = placed
    .filter(({ isCancelled }) => !isCancelled)
    .map(({ day }) => day)
    .toSorted()[0];
  const turn = ({ bank, loanId, time }: (typeof placed)[number]): string =>
    (time ?? '23:59:59') + createHash('sha256').update(`${borrowerKey}|${bank}|${loanId}`).digest('hex');
  const racing = placed
    .filter(({ isClaimed, isCancelled, day }) => isClaimed && !isCancelled && day === earliest)
    .toSorted((one, other) => (turn(one) < turn(other) ? -1 : 1));
  const contested = racing.length > 1 && racing.some(({ time }) => time === null);
  return placed
    .filter(({ isClaimed }) => isClaimed)
    .map((loan) => {
      const { bank: institution, loanId } = loan;
      const index = racing.indexOf(loan);
      if (index >= 0)
        return index === 0
          ? { institution, loanId, status: 'RECOGNISED', reason: null, contested }
          : { institution, loanId, status: 'SUPERSEDED', reason: 'EARLIER_CLAIM', contested };
      return loan.isCancelled
        ? { institution, loanId, status: 'REVOKED', reason: 'LOAN_WITHDRAWN', contested: false }
        : { institution, loanId, status: 'DENIED', reason: 'PRIOR_LOAN', contested: false };
    });
};
