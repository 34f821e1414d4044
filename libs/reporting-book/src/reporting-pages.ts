import { shanghaiDayOf } from '#calendar';
import type { Indicator, StatementLine } from '#contract';
import {
  amountOf,
  type ChangeFact,
  changeOf,
  type FactOfKind,
  factsOf,
  factValues,
  type SequencedFact,
  type StoredFact,
  typesOfKinds,
} from '#facts';
import type { Amendment } from '#history';
import { addYuan, subtractYuan, zeroYuan } from '#projections';

const kinds = ['loan', 'bailout', 'indicator'] as const;

type ReportedType = (FactOfKind<(typeof kinds)[number]> | ChangeFact)['type'];

const step = factsOf(...kinds);

/** Facts that reports became, corrections and reversals too, or undefined for what the registry records by itself. */
const reportedFact = <Fact extends StoredFact>(fact: Fact) => step(fact) ?? changeOf(fact);

type Reported = NonNullable<ReturnType<typeof reportedFact<SequencedFact>>>;

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

const effectiveKey = ({ type, institution, effectiveDate }: Reported): StatementKey => [
  institution,
  effectiveDate,
  'effective',
  type,
];

/**
 * The lines that a fact is in; none for what no report became. What was recorded on a day stays what it was. What is effective on a day
 * is what stands: a correction or reversal is no business of that day, and changes the line of what it corrects or reverses.
 */
export const statementKeys = (sequenced: SequencedFact): readonly StatementKey[] => {
  const fact = reportedFact(sequenced);
  if (!fact) return [];
  const { type, institution, recordedAt } = fact;
  const recorded: StatementKey = [institution, shanghaiDayOf(recordedAt), 'recorded', type];
  return changeOf(fact) ? [recorded] : [recorded, effectiveKey(fact)];
};

/** The fact that was corrected or reversed, as it stood before and stands after. */
const changedFact = ({ fact, before, after }: Amendment): { was: Reported[]; is: Reported[] } => {
  const ofRevision = (facts: readonly SequencedFact[]): Reported[] =>
    facts
      .filter(({ revision }) => revision === fact.data.corrects.revision)
      .flatMap((each) => reportedFact(each) ?? []);
  return { was: ofRevision(before), is: ofRevision(after) };
};

export const statementKeysAmended = (amendment: Amendment): readonly StatementKey[] => {
  const { was, is } = changedFact(amendment);
  return [...was, ...is].map(effectiveKey);
};

/** The line with one more fact in it: sums only, so that a fact costs the same however many were before it. */
export const statementLine = (
  line: StatementLine | undefined,
  sequenced: SequencedFact,
): StatementLine | undefined => {
  const fact = reportedFact(sequenced);
  if (!fact) return line;
  const amount = amountOf(fact);
  return {
    type: fact.type,
    count: (line?.count ?? 0) + 1,
    sum: amount === null ? null : addYuan(line?.sum ?? zeroYuan, amount),
  };
};

/** The line without a fact that is in it; without the last one there is no line. */
const lineWithout = (line: StatementLine | undefined, fact: Reported): StatementLine | undefined => {
  if (!line) throw new Error(`A fact of type ${fact.type} is in no line of its day.`);
  const amount = amountOf(fact);
  if (line.count === 1) return undefined;
  return {
    type: line.type,
    count: line.count - 1,
    sum: amount === null ? null : subtractYuan(line.sum ?? zeroYuan, amount),
  };
};

export const statementLineAmended = (
  line: StatementLine | undefined,
  amendment: Amendment,
  key: readonly string[],
): StatementLine | undefined => {
  const isOfLine = (fact: Reported): boolean => effectiveKey(fact).join(' ') === key.join(' ');
  const { was, is } = changedFact(amendment);
  return is
    .filter(isOfLine)
    .reduce(statementLine, was.filter(isOfLine).reduce<StatementLine | undefined>(lineWithout, line));
};

/** The facts of an indicator's stream, or undefined for others. */
export const indicatorFact = factsOf('indicator');

/** A later report for the same day and scope takes the place of the one before. */
export const indicatorPage = (
  page: Indicator | undefined,
  sequenced: SequencedFact,
): Indicator | undefined => {
  const fact = indicatorFact(sequenced);
  if (!fact) return page;
  const { indicator, scope, asAt, value, unit } = fact.data;
  return {
    institution: fact.institution,
    indicator,
    scope: scope ?? null,
    asAt,
    value,
    unit,
    effectiveDate: fact.effectiveDate,
    seq: fact.seq,
  };
};

/** What a report says as it stands, as of its last correction among the facts of its stream. */
export const indicatorStanding = (
  fact: SequencedFact,
  recorded: readonly SequencedFact[],
): Indicator | undefined => {
  const page = indicatorPage(undefined, fact);
  const correction = recorded.findLast((each) => changeOf(each)?.data.corrects.revision === fact.revision);
  return page && { ...page, seq: correction?.seq ?? fact.seq };
};
