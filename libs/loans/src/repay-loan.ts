import { type Decision, record, refuse, type Refused } from '#decider';
import type { LoanRepaid } from '#facts';
import type { LoanId } from '#identifiers';
import { formatYuan, parseMoney } from '#money';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { LoanRepaidReport } from '#reports';
import type { KnownLoan, Loan } from './loan.js';
import { beforeStart, belowZero, notActive, unknownLoan } from './loan-rules.js';

const moreThanOutstanding = ({ amount }: LoanRepaidReport, { outstanding }: KnownLoan): Refused | undefined =>
  parseMoney(amount) > outstanding
    ? refuse('REP-R01', '/data/amount', { amount, outstanding: formatYuan(outstanding) })
    : undefined;

const nothingOrTwice = (report: LoanRepaidReport, loan: KnownLoan): Refused | undefined => {
  if (parseMoney(report.amount) <= 0n) return refuse('REP-R02', '/data/amount', { amount: report.amount });
  return report.repaymentNo !== undefined && loan.repaymentNos.has(report.repaymentNo)
    ? refuse('REP-R02', '/data/repaymentNo')
    : undefined;
};

/** Principal is paid back, in part or in full. */
export const repayLoan =
  (loanId: LoanId, report: LoanRepaidReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanRepaid, 'type' | 'data'>> => {
    if (loan.status === 'UNKNOWN') return unknownLoan();
    const broken =
      notYetEffective(report.effectiveDate, context) ??
      timeAhead(context) ??
      beforeStart(report.effectiveDate, loan) ??
      notActive(loan) ??
      moreThanOutstanding(report, loan) ??
      nothingOrTwice(report, loan);
    if (broken) return broken;

    const { effectiveDate, ...repayment } = report;
    return record({ type: 'LoanRepaid', data: { loanId, ...repayment } }, [
      ...late(effectiveDate, context),
      ...belowZero(report, loan),
    ]);
  };
