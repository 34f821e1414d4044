import { instantMs, shanghaiDay } from '#calendar';
import type { StatementLine } from '#contract';
import type { SequencedFact } from '#facts';
import { addYuan, zeroYuan } from '#projections';
import { reportedAmounts, reportedFact, type ReportedType } from './reported-amounts.js';

/** By which of its days a fact is put: Shanghai's day on which it was recorded, or its effective date. */
export type StatementAxis = 'recorded' | 'effective';

/** Institution, day, axis and type. */
export type StatementKey = readonly [string, string, StatementAxis, ReportedType];

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
