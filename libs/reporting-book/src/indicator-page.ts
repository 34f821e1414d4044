import type { Indicator } from '#contract';
import { factsOf, type SequencedFact } from '#facts';

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
