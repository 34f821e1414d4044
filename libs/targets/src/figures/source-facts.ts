import { factsOf, factValueOf, factValues, type MeasureData, type SequencedFact } from '#facts';
import { isIndicator } from './indicator-values.js';

/** Facts of streams that have facts which measures are made of. */
const counted = factsOf(
  ...Object.values(factValues).flatMap(({ stream, paths }) => (paths === null ? [] : [stream])),
);

/**
 * Whether a measure may be made of it, or what it takes back counts in one. What is not known about a loan, a disbursement, a
 * claim or an indicator might change figures: the projection stops there rather than answer wrongly.
 */
export const isSource = (fact: SequencedFact): boolean => {
  const value = counted(fact) && factValueOf(fact.type);
  return value !== undefined && (value.paths !== null || value.bearing === 'takes-back');
};

// Under which name it is remembered that facts have come, and asked whether they had. Reports of one indicator are one source,
// so that a new indicator can be defined after reports of others.

export const sourceName = (fact: SequencedFact): string =>
  isIndicator(fact) ? `${fact.type}/${fact.data.indicator}` : fact.type;

export const sourceNames = ({ op, code, sources }: MeasureData): readonly string[] =>
  sources.map(({ fact }) => (op === 'LATEST_SUM' ? `${fact}/${code}` : fact));
