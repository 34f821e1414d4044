import { type Decision, record, refuse, type Refused } from '#decider';
import type { LoanExtended, LoanReclassified, LoanRepaid, LoanWrittenOff, LoanCancelled } from '#facts';
import type { LoanId } from '#identifiers';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type {
  LoanExtendedReport,
  LoanReclassifiedReport,
  LoanRepaidReport,
  LoanWrittenOffReport,
  LoanCancelledReport,
} from '#reports';
import { formatYuan, parseMoney } from '#money';
import type { KnownLoan, Loan } from './loan.js';
import { beforeCurrentLeg, beforeStart, notActive, unknownLoan, belowZero } from './loan-rules.js';

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
