import { record, refuse, type Decision, type Refused } from '#decider';
import type { LoanOpened, LoanIssued } from '#facts';
import type { LoanId } from '#identifiers';
import {
  type DecisionContext,
  late,
  notYetEffective,
  timeAhead,
  unknownDistrictOrIndustry,
} from '#recording';
import type { LoanOpenedReport, LoanIssuedReport } from '#reports';
import { parseMoney } from '#money';
import type { Limits, RuleCode } from '#rules';
import type { Loan } from './loan.js';
import { loanIdUsed, principalOutOfBounds, rateOutOfBounds } from './loan-rules.js';

/** `TIM-R04`: drawn, then the current leg began, then the opening day; and the leg ends after it began. */
const datesOutOfOrder = (data: LoanOpenedReport): Refused | undefined => {
  if (data.maturityDate <= data.legStartDate)
    return refuse('TIM-R04', '/data/maturityDate', {
      maturityDate: data.maturityDate,
      legStartDate: data.legStartDate,
    });
  if (data.startDate > data.legStartDate)
    return refuse('TIM-R04', '/data/startDate', {
      startDate: data.startDate,
      legStartDate: data.legStartDate,
    });
  return data.legStartDate > data.effectiveDate
    ? refuse('TIM-R04', '/data/legStartDate', {
        legStartDate: data.legStartDate,
        effectiveDate: data.effectiveDate,
      })
    : undefined;
};

/** An opening position: a loan drawn before the registry began enters with what is still owed. */
export const openLoan =
  (loanId: LoanId, { effectiveDate, ...terms }: LoanOpenedReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanOpened, 'type' | 'data'>> => {
    const broken =
      unknownDistrictOrIndustry(terms.borrower) ??
      loanIdUsed(loan) ??
      notYetEffective(effectiveDate, context) ??
      timeAhead(context) ??
      datesOutOfOrder({ effectiveDate, ...terms }) ??
      principalOutOfBounds(
        terms.outstandingPrincipal,
        terms.borrower,
        '/data/outstandingPrincipal',
        context.rules.on(effectiveDate),
      );
    if (broken) return broken;

    return record({ type: 'LoanOpened', data: { loanId, ...terms } }, late(effectiveDate, context));
  };

const maturityNotAfterStart = ({ effectiveDate, maturityDate }: LoanIssuedReport): Refused | undefined =>
  maturityDate <= effectiveDate
    ? refuse('TIM-R04', '/data/maturityDate', { maturityDate, effectiveDate })
    : undefined;

const largeForInclusive = (
  { tags, principal }: LoanIssuedReport,
  { inclusiveLimit }: Limits,
): readonly RuleCode[] =>
  tags.includes('INCLUSIVE') && parseMoney(principal) > inclusiveLimit ? ['ISS-W03'] : [];

/** A loan is drawn down: from its effective date on it is owed. */
export const issueLoan =
  (loanId: LoanId, report: LoanIssuedReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanIssued, 'type' | 'data'>> => {
    const limits = context.rules.on(report.effectiveDate);
    const broken =
      unknownDistrictOrIndustry(report.borrower) ??
      loanIdUsed(loan) ??
      notYetEffective(report.effectiveDate, context) ??
      timeAhead(context) ??
      maturityNotAfterStart(report) ??
      principalOutOfBounds(report.principal, report.borrower, '/data/principal', limits) ??
      rateOutOfBounds(report.rateBp, limits);
    if (broken) return broken;

    const { effectiveDate, ...terms } = report;
    return record({ type: 'LoanIssued', data: { loanId, ...terms } }, [
      ...late(effectiveDate, context),
      ...largeForInclusive(report, limits),
    ]);
  };
