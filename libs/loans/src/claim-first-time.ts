import { daysBetween } from '#calendar';
import { type Decision, record, refuse, type Refused } from '#decider';
import type { FirstTimeClaimed } from '#facts';
import type { LoanId } from '#identifiers';
import {
  type DecisionContext,
  late,
  notYetEffective,
  timeAhead,
  unknownDistrictOrIndustry,
} from '#recording';
import type { FirstTimeFlaggedReport } from '#reports';
import type { Limits, RuleCode } from '#rules';
import type { KnownLoan, Loan } from './loan.js';
import { beforeStart, unknownLoan } from './loan-rules.js';

const anothersOrNotEffective = (
  { borrower }: FirstTimeFlaggedReport,
  loan: KnownLoan,
): Refused | undefined => {
  if (borrower.idType !== loan.borrower.idType || borrower.id !== loan.borrower.id)
    return refuse('FTB-R01', '/data/borrower/id');
  return loan.status === 'CANCELLED' ? refuse('FTB-R01', '/subject', { status: loan.status }) : undefined;
};

const notTheFirstLeg = (
  { effectiveDate }: FirstTimeFlaggedReport,
  { isOpeningPosition, firstRenewedOn }: KnownLoan,
): Refused | undefined => {
  if (isOpeningPosition) return refuse('FTB-R04', '/subject');
  return firstRenewedOn !== null && firstRenewedOn <= effectiveDate
    ? refuse('FTB-R04', '/data/effectiveDate', { effectiveDate, renewed: firstRenewedOn })
    : undefined;
};

const enquiredAfterDrawdown = (
  { enquiryDate }: FirstTimeFlaggedReport,
  { drawdownDate }: KnownLoan,
): Refused | undefined =>
  enquiryDate > drawdownDate
    ? refuse('FTB-R05', '/data/enquiryDate', { enquiryDate, drawdownDate })
    : undefined;

const oldEnquiry = (
  { enquiryDate }: FirstTimeFlaggedReport,
  { drawdownDate }: KnownLoan,
  { enquiryAgeDays }: Limits,
): readonly RuleCode[] => (daysBetween(enquiryDate, drawdownDate) > enquiryAgeDays ? ['FTB-W06'] : []);

/**
 * The bank claims that this loan made its borrower a first-time borrower. Decided on the loan alone; whether the claim is
 * recognised among all banks is the arbiter's.
 */
export const claimFirstTime =
  (loanId: LoanId, report: FirstTimeFlaggedReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<FirstTimeClaimed, 'type' | 'data'>> => {
    const elsewhere = unknownDistrictOrIndustry(report.borrower);
    if (elsewhere) return elsewhere;
    if (loan.status === 'UNKNOWN') return unknownLoan();
    const broken =
      notYetEffective(report.effectiveDate, context) ??
      timeAhead(context) ??
      beforeStart(report.effectiveDate, loan) ??
      anothersOrNotEffective(report, loan) ??
      (loan.isClaimed ? refuse('FTB-R02', '/subject') : undefined) ??
      notTheFirstLeg(report, loan) ??
      enquiredAfterDrawdown(report, loan) ??
      (loan.borrower.size === 'LARGE' ? refuse('FTB-R07', '/subject') : undefined);
    if (broken) return broken;

    const { effectiveDate, ...claim } = report;
    return record({ type: 'FirstTimeClaimed', data: { loanId, ...claim } }, [
      ...late(effectiveDate, context),
      ...oldEnquiry(report, loan, context.rules.on(effectiveDate)),
    ]);
  };
