import { instantMs, shanghaiDay } from '#calendar';
import type { StatementLine } from '#contract';
import {
  type ChangeFact,
  changeOf,
  type FactOfKind,
  factsOf,
  factValues,
  type SequencedFact,
  type StoredFact,
  typesOfKinds,
} from '#facts';
import { addYuan, zeroYuan } from '#projections';

const kinds = ['loan', 'bailout', 'indicator'] as const;

type ReportedType = (FactOfKind<(typeof kinds)[number]> | ChangeFact)['type'];

const step = factsOf(...kinds);

/** Facts that reports became, corrections and reversals too, or undefined for what the registry records by itself. */
const reportedFact = <Fact extends StoredFact>(fact: Fact) => step(fact) ?? changeOf(fact);

/**
 * Every type of fact that a report becomes, and the member of its data that a statement adds up; null where there is no amount,
 * or none that adds up.
 */
export const reportedAmounts = Object.fromEntries(
  typesOfKinds(...kinds).map((type) => [type, factValues[type].amount]),
) as Readonly<Record<ReportedType, string | null>>;

/** By which of its days a fact is put: Shanghai's day on which it was recorded, or its effective date. */
export type StatementAxis = 'recorded' | 'effective';

/** Institution, day, axis and type. */
type StatementKey = readonly [string, string, StatementAxis, ReportedType];

/** The two lines that a fact is in; none for what no report became. */
export const statementKeys = (sequenced: SequencedFact): readonly StatementKey[] => {
  const fact = reportedFact(sequenced);
  if (!fact) return [];
  const { type, institution, effectiveDate, recordedAt } = fact;
  return [
    [institution, shanghaiDay(instantMs(recordedAt)), 'recorded', type],
    [institution, effectiveDate, 'effective', type],
  ];
};

const amountOf = (type: ReportedType, data: object): string | null => {
  const member = reportedAmounts[type];
  if (member === null) return null;
  const amount: unknown = (data as Readonly<Record<string, unknown>>)[member];
  if (typeof amount !== 'string') throw new Error(`A fact of type ${type} has no ${member}.`);
  return amount;
};

/** The line with one more fact in it: sums only, so that a fact costs the same however many were before it. */
export const statementLine = (
  line: StatementLine | undefined,
  sequenced: SequencedFact,
): StatementLine | undefined => {
  const fact = reportedFact(sequenced);
  if (!fact) return line;
  const amount = amountOf(fact.type, fact.data);
  return {
    type: fact.type,
    count: (line?.count ?? 0) + 1,
    sum: amount === null ? null : addYuan(line?.sum ?? zeroYuan, amount),
  };
};
