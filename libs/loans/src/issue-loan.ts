import { type Decision, record, refuse, type Refused } from '#decider';
import type { LoanIssued } from '#facts';
import type { LoanId } from '#identifiers';
import { parseMoney } from '#money';
import {
  type DecisionContext,
  late,
  notYetEffective,
  timeAhead,
  unknownDistrictOrIndustry,
} from '#recording';
import type { LoanIssuedReport } from '#reports';
import type { Limits, RuleCode } from '#rules';
import type { Loan } from './loan.js';
import { loanIdUsed, principalOutOfBounds, rateOutOfBounds } from './loan-rules.js';

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
