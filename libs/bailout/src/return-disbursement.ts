import { type Decision, record, refuse, type Refused } from '#decider';
import type { BailoutReturned } from '#facts';
import { formatYuan, parseMoney } from '#money';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { BailoutReturnedReport } from '#reports';
import type { Bailout, Disbursement } from './bailout.js';

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
