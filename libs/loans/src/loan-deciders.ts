import type { Decision } from '#decider';
import { loanStream } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import { reportDecider, type ReportDecider, type ReportDeciders } from '#intake';
import type { DecisionContext, Fold, FoldRequest } from '#recording';
import type { Report, ReportType } from '#reports';
import { cancelLoan, extendLoan, reclassifyLoan, repayLoan, writeOffLoan } from './loan-servicing.js';
import { claimFirstTime } from './claim-first-time.js';
import { issueLoan, openLoan } from './begin-loan.js';
import { type Loan, loan } from './loan.js';
import { renewLoan } from './renew-loan.js';

const loanFold: Fold<Loan> = { kind: 'loan', evolution: loan };

/** The loan of this id at this institution, as its stream has it. */
export const loanRequest = (institution: InstitutionCode, loanId: LoanId): FoldRequest<Loan> => ({
  stream: loanStream(institution, loanId),
  fold: loanFold,
});

type LoanReportType = Extract<ReportType, `loan.${string}` | `borrower.${string}`>;

/** Decided on the loan that is the report's subject, and on nothing else. */
const onItsLoan = <Type extends LoanReportType>(
  decide: (
    loanId: LoanId,
    data: Report<Type>['data'],
    context: DecisionContext,
  ) => (loan: Loan) => Decision<{ readonly type: string; readonly data: object }>,
  more: Pick<ReportDecider<Type>, 'begins'> = {},
): ReportDecider<Type> =>
  reportDecider<Type, Loan>({
    ...more,
    own: ({ subject }, institution) => loanRequest(institution, subject),
    others: () => [],
    decide: ({ subject, data }, context) => decide(subject, data, context),
  });

/** What is decided on reports about loans. */
export const loanDeciders: ReportDeciders<LoanReportType> = {
  'loan.opened': onItsLoan(openLoan, { begins: true }),
  'loan.issued': onItsLoan(issueLoan, { begins: true }),
  'loan.renewed': onItsLoan(renewLoan),
  'loan.extended': onItsLoan(extendLoan),
  'loan.repaid': onItsLoan(repayLoan),
  'loan.reclassified': onItsLoan(reclassifyLoan),
  'loan.written-off': onItsLoan(writeOffLoan),
  'loan.cancelled': onItsLoan(cancelLoan),
  'borrower.first-time-flagged': onItsLoan(claimFirstTime),
};
