import { type Decision, record } from '#decider';
import type { LoanCancelled } from '#facts';
import type { LoanId } from '#identifiers';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { LoanCancelledReport } from '#reports';
import type { Loan } from './loan.js';
import { beforeStart, notActive, unknownLoan } from './loan-rules.js';

/** The loan was never effective: every contribution is taken back, and its id stays used. */
export const cancelLoan =
  (loanId: LoanId, { effectiveDate, reason }: LoanCancelledReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanCancelled, 'type' | 'data'>> => {
    if (loan.status === 'UNKNOWN') return unknownLoan();
    const broken =
      notYetEffective(effectiveDate, context) ??
      timeAhead(context) ??
      beforeStart(effectiveDate, loan) ??
      notActive(loan);
    if (broken) return broken;

    return record({ type: 'LoanCancelled', data: { loanId, reason } }, late(effectiveDate, context));
  };
