import { type Decision, record, refuse, type Refused } from '#decider';
import type { BailoutDisbursed, BailoutReturned } from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { Loan } from '#loans';
import { formatYuan, parseMoney } from '#money';
import {
  type DecisionContext,
  late,
  notYetEffective,
  timeAhead,
  unknownDistrictOrIndustry,
} from '#recording';
import type { BailoutDisbursedReport, BailoutReturnedReport } from '#reports';
import type { Bailout, Disbursement } from './bailout.js';
import { allocationOf, type BailoutProgramme } from './bailout-programme.js';

/**
 * What the decision reads beside the bailout's own stream; both can only grow in the report's favour. Where a recorded disbursement is
 * decided on again, neither is there, and the rules about them are not asked.
 */
interface Related {
  readonly programme: BailoutProgramme | undefined;
  /** The loan that the report names, if it names one. */
  readonly loan: Loan | undefined;
}

const loanUnknown = ({ loan }: Related): Refused | undefined =>
  loan?.status === 'UNKNOWN' ? refuse('REF-R02', '/data/loanId', {}, { retryable: true }) : undefined;

const programmeNotOpen = (
  { effectiveDate }: BailoutDisbursedReport,
  { programme }: Related,
): Refused | undefined => {
  if (!programme) return undefined;
  if (programme.status === 'UNKNOWN') return refuse('BLO-R01', '/data/programme', {}, { retryable: true });
  const { from, to } = programme.data;
  return effectiveDate < from || effectiveDate > to
    ? refuse('BLO-R01', '/data/effectiveDate', { effectiveDate, from, to }, { retryable: true })
    : undefined;
};

const allocationExceeded = (
  { effectiveDate, kind, amount }: BailoutDisbursedReport,
  { used }: Bailout,
  { programme }: Related,
  { institution, rules, replaces }: DecisionContext,
): Refused | undefined => {
  if (replaces || programme?.status !== 'DEFINED') return undefined;
  if (!rules.on(effectiveDate).countingBailoutKinds.includes(kind)) return undefined;
  const allocation = allocationOf(programme, institution);
  return allocation !== null && used + parseMoney(amount) > allocation
    ? refuse(
        'BLO-R02',
        '/data/amount',
        { amount, used: formatYuan(used), allocation: formatYuan(allocation) },
        { retryable: true },
      )
    : undefined;
};

/** `BLO-R02` of all that was disbursed and returned, whichever report it came from. */
export const usedBeyondAllocation = (
  { used }: Bailout,
  programme: BailoutProgramme,
  institution: InstitutionCode,
): Refused | undefined => {
  const allocation = programme.status === 'UNKNOWN' ? null : allocationOf(programme, institution);
  return allocation !== null && used > allocation
    ? refuse(
        'BLO-R02',
        '/data/amount',
        { used: formatYuan(used), allocation: formatYuan(allocation) },
        { retryable: true },
      )
    : undefined;
};

const anothersLoan = ({ borrower }: BailoutDisbursedReport, { loan }: Related): Refused | undefined =>
  loan !== undefined &&
  loan.status !== 'UNKNOWN' &&
  (loan.borrower.idType !== borrower.idType || loan.borrower.id !== borrower.id)
    ? refuse('BLO-R07', '/data/loanId')
    : undefined;

/** Relief financing is paid out to a firm in difficulty, within the programme's days and the institution's allocation. */
export const disburse =
  (disbursementId: string, report: BailoutDisbursedReport, context: DecisionContext, related: Related) =>
  (bailout: Bailout): Decision<Pick<BailoutDisbursed, 'type' | 'data'>> => {
    const broken =
      unknownDistrictOrIndustry(report.borrower) ??
      loanUnknown(related) ??
      notYetEffective(report.effectiveDate, context) ??
      timeAhead(context) ??
      programmeNotOpen(report, related) ??
      allocationExceeded(report, bailout, related, context) ??
      (bailout.disbursements.has(disbursementId) ? refuse('BLO-R03', '/subject') : undefined) ??
      (parseMoney(report.amount) <= 0n
        ? refuse('BLO-R05', '/data/amount', { amount: report.amount })
        : undefined) ??
      anothersLoan(report, related);
    if (broken) return broken;

    const { effectiveDate, ...terms } = report;
    return record(
      { type: 'BailoutDisbursed', data: { disbursementId, ...terms } },
      late(effectiveDate, context),
    );
  };

const beforeDisbursement = (
  { effectiveDate }: BailoutReturnedReport,
  disbursement: Disbursement,
): Refused | undefined =>
  effectiveDate < disbursement.effectiveDate
    ? refuse('TIM-R03', '/data/effectiveDate', {
        effectiveDate,
        disbursed: disbursement.effectiveDate,
      })
    : undefined;

const moreThanDisbursed = (
  { amount }: BailoutReturnedReport,
  disbursement: Disbursement,
): Refused | undefined =>
  disbursement.returned + parseMoney(amount) > disbursement.amount
    ? refuse('BLO-R04', '/data/amount', {
        amount,
        disbursed: formatYuan(disbursement.amount),
        returned: formatYuan(disbursement.returned),
      })
    : undefined;

/**
 * Bailout money comes back; the fact carries its disbursement's kind, so that what counted is taken back where it counted. Where by
 * the rules of the return the kind would say otherwise, the fact says it itself.
 */
export const returnDisbursement =
  (disbursementId: string, report: BailoutReturnedReport, context: DecisionContext) =>
  ({ disbursements }: Bailout): Decision<Pick<BailoutReturned, 'type' | 'data'>> => {
    const disbursement = disbursements.get(disbursementId);
    if (!disbursement) return refuse('REF-R02', '/subject', {}, { retryable: true });
    const broken =
      notYetEffective(report.effectiveDate, context) ??
      timeAhead(context) ??
      beforeDisbursement(report, disbursement) ??
      moreThanDisbursed(report, disbursement) ??
      (parseMoney(report.amount) <= 0n
        ? refuse('BLO-R05', '/data/amount', { amount: report.amount })
        : undefined);
    if (broken) return broken;

    const { effectiveDate, programme, amount } = report;
    const { kind, counts } = disbursement;
    const followsFromKind = context.rules.on(effectiveDate).countingBailoutKinds.includes(kind) === counts;
    return record(
      {
        type: 'BailoutReturned',
        data: { disbursementId, programme, kind, amount, ...(followsFromKind ? {} : { counts }) },
      },
      late(effectiveDate, context),
    );
  };
