import { type Decision, record, refuse, type Refused } from '#decider';
import type { LoanWrittenOff } from '#facts';
import type { LoanId } from '#identifiers';
import { formatYuan, parseMoney } from '#money';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { LoanWrittenOffReport } from '#reports';
import type { KnownLoan, Loan } from './loan.js';
import { beforeStart, belowZero, notActive, unknownLoan } from './loan-rules.js';

const amountOutOfBounds = (
  { amount }: LoanWrittenOffReport,
  { outstanding }: KnownLoan,
): Refused | undefined => {
  if (parseMoney(amount) > outstanding)
    return refuse('WOF-R01', '/data/amount', { amount, outstanding: formatYuan(outstanding) });
  return parseMoney(amount) <= 0n ? refuse('WOF-R02', '/data/amount', { amount }) : undefined;
};

/** Principal is given up, in part or in full; the loan that nothing is left of is written off, not repaid. */
export const writeOffLoan =
  (loanId: LoanId, report: LoanWrittenOffReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanWrittenOff, 'type' | 'data'>> => {
    if (loan.status === 'UNKNOWN') return unknownLoan();
    const { effectiveDate, amount } = report;
    const broken =
      notYetEffective(effectiveDate, context) ??
      timeAhead(context) ??
      beforeStart(effectiveDate, loan) ??
      notActive(loan) ??
      amountOutOfBounds(report, loan);
    if (broken) return broken;

    return record({ type: 'LoanWrittenOff', data: { loanId, amount } }, [
      ...late(effectiveDate, context),
      ...belowZero(report, loan),
    ]);
  };
