import { type Decision, record, refuse, type Refused } from '#decider';
import type { LoanExtended } from '#facts';
import type { LoanId } from '#identifiers';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { LoanExtendedReport } from '#reports';
import type { KnownLoan, Loan } from './loan.js';
import { beforeCurrentLeg, beforeStart, notActive, unknownLoan } from './loan-rules.js';

const notLater = ({ newMaturityDate }: LoanExtendedReport, { maturity }: KnownLoan): Refused | undefined =>
  newMaturityDate <= maturity
    ? refuse('EXT-R01', '/data/newMaturityDate', { newMaturityDate, maturity })
    : undefined;

/** The due date moves inside the same contract; this is no renewal, and a loan past its maturity may still be extended. */
export const extendLoan =
  (loanId: LoanId, report: LoanExtendedReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanExtended, 'type' | 'data'>> => {
    if (loan.status === 'UNKNOWN') return unknownLoan();
    const { effectiveDate, newMaturityDate } = report;
    const broken =
      notYetEffective(effectiveDate, context) ??
      timeAhead(context) ??
      beforeStart(effectiveDate, loan) ??
      beforeCurrentLeg(effectiveDate, loan) ??
      notActive(loan) ??
      notLater(report, loan);
    if (broken) return broken;

    return record({ type: 'LoanExtended', data: { loanId, newMaturityDate } }, late(effectiveDate, context));
  };
