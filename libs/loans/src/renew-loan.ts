import { addMonths, type BusinessDate, daysBetween } from '#calendar';
import { type Decision, record, refuse, type Refused } from '#decider';
import type { Classification, LoanRenewed } from '#facts';
import type { LoanId } from '#identifiers';
import { formatYuan, parseMoney } from '#money';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { LoanRenewedReport } from '#reports';
import type { Limits, RuleCode } from '#rules';
import { type KnownLoan, type Loan, latestOn } from './loan.js';
import { beforeCurrentLeg, beforeStart, rateOutOfBounds, unknownLoan } from './loan-rules.js';

const classificationOn = (loan: KnownLoan, day: BusinessDate): Classification =>
  latestOn(loan.classifications, day)?.classification ?? 'NORMAL';

const signedAfterEffective = ({ signedDate, effectiveDate }: LoanRenewedReport): Refused | undefined =>
  signedDate > effectiveDate
    ? refuse('TIM-R02', '/data/signedDate', { signedDate, effectiveDate })
    : undefined;

const amountOutOfBounds = ({ renewedAmount }: LoanRenewedReport, loan: KnownLoan): Refused | undefined => {
  const amount = parseMoney(renewedAmount);
  return amount <= 0n || amount > loan.outstanding
    ? refuse('RNW-R02', '/data/renewedAmount', {
        renewedAmount,
        outstanding: formatYuan(loan.outstanding),
      })
    : undefined;
};

const notTheNext = ({ renewalNo }: LoanRenewedReport, loan: KnownLoan): Refused | undefined => {
  const next = loan.renewals + 1;
  return renewalNo === next
    ? undefined
    : refuse('RNW-R03', '/data/renewalNo', { renewalNo, next }, { retryable: renewalNo > next });
};

const afterMaturity = (report: LoanRenewedReport, { maturity }: KnownLoan): Refused | undefined => {
  if (report.signedDate > maturity)
    return refuse('RNW-R04', '/data/signedDate', { signedDate: report.signedDate, maturity });
  return report.effectiveDate > maturity
    ? refuse('RNW-R04', '/data/effectiveDate', { effectiveDate: report.effectiveDate, maturity })
    : undefined;
};

const overdue = ({ effectiveDate }: LoanRenewedReport, loan: KnownLoan): Refused | undefined =>
  latestOn(loan.overdues, effectiveDate)?.overdue
    ? refuse('RNW-R05', '/data/effectiveDate', { effectiveDate })
    : undefined;

const classNotAllowed = (
  report: LoanRenewedReport,
  loan: KnownLoan,
  { renewableClassifications: allowed }: Limits,
): Refused | undefined => {
  const current = classificationOn(loan, report.effectiveDate);
  return allowed.includes(report.classification) && allowed.includes(current)
    ? undefined
    : refuse('RNW-R06', '/data/classification', {
        classification: report.classification,
        standing: current,
        effectiveDate: report.effectiveDate,
      });
};

const notOpenToRenewal = (
  { product, borrower }: KnownLoan,
  { renewableProducts }: Limits,
): Refused | undefined =>
  renewableProducts.includes(product) && borrower.size !== 'LARGE'
    ? undefined
    : refuse('RNW-R07', '/subject', { product, size: borrower.size });

const maturityNotLater = (
  { newMaturityDate }: LoanRenewedReport,
  { maturity }: KnownLoan,
): Refused | undefined =>
  newMaturityDate <= maturity
    ? refuse('RNW-R08', '/data/newMaturityDate', { newMaturityDate, maturity })
    : undefined;

const flags = (report: LoanRenewedReport, loan: KnownLoan, context: DecisionContext): readonly RuleCode[] => {
  const limits = context.rules.on(report.effectiveDate);
  const chainEnd = addMonths(loan.drawdownDate, limits.chainMonthsBeforeMark);
  const marks: readonly (readonly [RuleCode, boolean])[] = [
    ['RNW-W11', daysBetween(report.signedDate, loan.maturity) > limits.renewalSignedEarlyDays],
    ['RNW-W12', report.renewalNo >= limits.renewalsBeforeMark || chainEnd < report.effectiveDate],
    [
      'RNW-W13',
      report.classification === 'SPECIAL_MENTION' ||
        classificationOn(loan, report.effectiveDate) === 'SPECIAL_MENTION',
    ],
    ['RNW-W14', parseMoney(report.renewedAmount) < loan.outstanding],
  ];
  return [...late(report.effectiveDate, context), ...marks.filter(([, on]) => on).map(([code]) => code)];
};

/** A renewal carries the maturing principal into a new contract without repayment. The guards are in the contract's order (2.4). */
export const renewLoan =
  (loanId: LoanId, report: LoanRenewedReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanRenewed, 'type' | 'data'>> => {
    if (loan.status === 'UNKNOWN') return unknownLoan();
    const limits = context.rules.on(report.effectiveDate);
    const broken =
      notYetEffective(report.effectiveDate, context) ??
      timeAhead(context) ??
      signedAfterEffective(report) ??
      beforeStart(report.effectiveDate, loan) ??
      beforeCurrentLeg(report.effectiveDate, loan) ??
      rateOutOfBounds(report.rateBp, limits) ??
      (loan.status === 'ACTIVE' ? undefined : refuse('RNW-R01', '/subject', { status: loan.status })) ??
      amountOutOfBounds(report, loan) ??
      notTheNext(report, loan) ??
      afterMaturity(report, loan) ??
      overdue(report, loan) ??
      classNotAllowed(report, loan, limits) ??
      notOpenToRenewal(loan, limits) ??
      maturityNotLater(report, loan);
    if (broken) return broken;

    const { effectiveDate: _effectiveDate, ...terms } = report;
    return record({ type: 'LoanRenewed', data: { loanId, ...terms } }, flags(report, loan, context));
  };
