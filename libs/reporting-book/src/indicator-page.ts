import type { Indicator } from '#contract';
import { changeOf, factsOf, type SequencedFact } from '#facts';

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
