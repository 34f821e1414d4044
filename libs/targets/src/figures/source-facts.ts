import type { MeasureData, SequencedFact } from '#facts';
import { isIndicator } from './indicator-values.js';
import { subjectOf } from './figure-subject.js';

/** Streams whose facts measures are made of. */
const counted = /^(loan|bailout(?!-programme)|borrower|indicator)-/;

/** Facts of these streams that no measure is made of. */
const uncounted: ReadonlySet<string> = new Set(['FirstTimeContestDecided']);

/**
 * Whether a measure may be made of it. What is not known about a loan, a disbursement, a claim or an indicator might change
 * figures: the projection stops there rather than answer wrongly.
 */
export const isSource = (fact: SequencedFact): boolean => {
  const { type, stream } = fact;
  if (isIndicator(fact) || subjectOf(fact) !== null) return true;
  if (counted.test(stream) && !uncounted.has(type))
    throw new Error(`A fact of type ${type} is not known in ${stream}.`);
  return false;
};

// Under which name it is remembered that facts have come, and asked whether they had. Reports of one indicator are one source,
// so that a new indicator can be defined after reports of others.

export const sourceName = (fact: SequencedFact): string =>
  isIndicator(fact) ? `${fact.type}/${fact.data.indicator}` : fact.type;

export const sourceNames = ({ op, code, sources }: MeasureData): readonly string[] =>
  sources.map(({ fact }) => (op === 'LATEST_SUM' ? `${fact}/${code}` : fact));
