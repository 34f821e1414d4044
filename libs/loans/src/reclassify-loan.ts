import { type Decision, record } from '#decider';
import type { LoanReclassified } from '#facts';
import type { LoanId } from '#identifiers';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { LoanReclassifiedReport } from '#reports';
import type { Loan } from './loan.js';
import { beforeStart, notActive, unknownLoan } from './loan-rules.js';

/** How sound the loan is, and whether anything is overdue: what later renewals are held against. */
export const reclassifyLoan =
  (loanId: LoanId, { effectiveDate, ...changes }: LoanReclassifiedReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanReclassified, 'type' | 'data'>> => {
    if (loan.status === 'UNKNOWN') return unknownLoan();
    const broken =
      notYetEffective(effectiveDate, context) ??
      timeAhead(context) ??
      beforeStart(effectiveDate, loan) ??
      notActive(loan);
    if (broken) return broken;

    return record({ type: 'LoanReclassified', data: { loanId, ...changes } }, late(effectiveDate, context));
  };
