import { canonicalJson } from '#canonical-json';
import {
  type FilterExpression,
  type MeasureData,
  type TargetData,
  factsOf,
  factValueOf,
  factValues,
  type IndicatorReported,
  type MeasureSource,
  type Operation,
  type SequencedFact,
  type Unit,
} from '#facts';
import { type FilterBackEnd, readFilter, compileFilter } from './filter-expression.js';
import { keptColumn, type MeasuredDocument, pointerTo } from './measured-document.js';
import { quantityOf } from './goal.js';

/*
 * A target's own filter chooses facts before the operation of its measure sees them. Where it looks at nothing but what is kept with each
 * quantity, quantities are chosen when they are read. Any other filter makes, with each measure that the target shows, a narrowed measure:
 * counted, filled in and rolled up under a computation of its own, like a measure that somebody had defined with both filters.
 */

/** Measures narrowed by the filter of one target, by the computation of the measure that each narrows. */
export type NarrowedMeasures = ReadonlyMap<number, MeasureInForce>;

/** A measure that is narrowed, and by what. */
interface Narrowing {
  readonly measure: MeasureInForce;
  readonly filter: FilterExpression;
}

const pathsIn: FilterBackEnd<readonly string[]> = {
  and: (parts) => parts.flat(),
  or: (parts) => parts.flat(),
  not: (part) => part,
  exists: (path) => [path],
  equals: (path) => [path],
  compares: (path) => [path],
};

/** Whether a target's own filter looks at more of a fact than is kept with each quantity. */
export const narrowsMeasures = (filter: FilterExpression | null): filter is FilterExpression =>
  filter !== null && readFilter(filter, pathsIn).some((path) => keptColumn(path) === undefined);

/** What a measure computes of the facts that the filter lets through. */
export const narrowedData = ({ measure: { data }, filter }: Narrowing): MeasureData => ({
  ...data,
  filter: data.filter === null ? filter : { and: [data.filter, filter] },
});

/** The same for the same measure and filter, whichever target it is of. */
export const nameOfNarrowing = (computation: number, filter: FilterExpression): string =>
  `${computation} ${canonicalJson(filter)}`;

/** What the target narrows of the measures that it shows; of a growth, its balance. None where its filter needs none. */
export const narrowingsOf = (
  measures: ReadonlyMap<string, MeasureInForce>,
  { measure: own, beside, filter }: Pick<TargetData, 'measure' | 'beside' | 'filter'>,
): readonly Narrowing[] => {
  if (!narrowsMeasures(filter)) return [];
  return [own, ...beside].flatMap((code): Narrowing[] => {
    const shown = measures.get(code);
    const measure = shown?.data.op === 'GROWTH' ? measures.get(shown.data.of ?? '') : shown;
    return measure ? [{ measure, filter }] : [];
  });
};

/** Operations whose quantities are kept one by one. Growth is of a balance; reported values are kept by themselves. */
const kept: ReadonlySet<Operation> = new Set<Operation>(['SUM', 'COUNT', 'COUNT_DISTINCT', 'BALANCE']);

/** A measure and the seq of the fact that said what it computes: its quantities are kept under that seq. */
export interface MeasureInForce {
  readonly computation: number;
  /** Every fact up to the checkpoint is counted; not so while what came before the definition is being filled in. */
  readonly complete: boolean;
  readonly data: MeasureData;
}

/** What one fact adds to one measure; null when it is none of it. */
interface CompiledSource {
  readonly computation: number;
  readonly take: (
    document: MeasuredDocument,
  ) => { readonly quantity: bigint; readonly key: string | null } | null;
}

/** Sources of all measures in force, by the type of fact that they count. */
export type SourcesByFact = ReadonlyMap<string, readonly CompiledSource[]>;

/** What a document is worth by one source, in fen or pieces. */
export const quantityBy = (
  { sign, quantity }: MeasureSource,
  unit: Unit,
): ((document: MeasuredDocument) => bigint) => {
  const one = BigInt(sign);
  if (quantity === null) return () => one;
  const at = pointerTo(quantity);
  return (document) => {
    const amount = at(document);
    return typeof amount === 'string' ? one * quantityOf(amount, unit) : 0n;
  };
};

const keyOf = (distinct: string | null): ((document: MeasuredDocument) => string | null) => {
  if (distinct === null) return () => null;
  const at = pointerTo(distinct);
  return (document) => {
    const key = at(document);
    return typeof key === 'string' ? key : null;
  };
};

export const compileSources = (measures: Iterable<MeasureInForce>): SourcesByFact => {
  const byFact = new Map<string, CompiledSource[]>();
  for (const { computation, complete, data } of measures) {
    if (!complete || !kept.has(data.op)) continue;
    const passes = compileFilter(data.filter);
    const keyed = data.op === 'COUNT_DISTINCT';
    const key = keyOf(data.distinct);
    for (const source of data.sources) {
      const quantity = quantityBy(source, data.unit);
      const compiled: CompiledSource = {
        computation,
        take: (document) => {
          if (!passes(document)) return null;
          const found = key(document);
          return keyed && found === null ? null : { quantity: quantity(document), key: found };
        },
      };
      const others = byFact.get(source.fact);
      if (others) others.push(compiled);
      else byFact.set(source.fact, [compiled]);
    }
  }
  return byFact;
};

/** Facts of streams that have facts which measures are made of. */
const counted = factsOf(
  ...Object.values(factValues).flatMap(({ streams, paths }) => (paths === null ? [] : streams)),
);

/**
 * Whether a measure may be made of it, or what it takes back counts in one. What is not known about a loan, a disbursement, a
 * claim or an indicator might change figures: the projection stops there rather than answer wrongly.
 */
export const isSource = (fact: SequencedFact): boolean => {
  const value = counted(fact) && factValueOf(fact.type);
  return value !== undefined && (value.paths !== null || value.bearing === 'takes-back');
};

export const isIndicator = (
  fact: SequencedFact,
): fact is SequencedFact<'IndicatorReported', IndicatorReported['data']> => fact.type === 'IndicatorReported';

// Under which name it is remembered that facts have come, and asked whether they had. Reports of one indicator are one source,
// so that a new indicator can be defined after reports of others.

export const sourceName = (fact: SequencedFact): string =>
  isIndicator(fact) ? `${fact.type}/${fact.data.indicator}` : fact.type;

export const sourceNames = ({ op, code, sources }: MeasureData): readonly string[] =>
  sources.map(({ fact }) => (op === 'LATEST_SUM' ? `${fact}/${code}` : fact));
