import { factsOf, type IndicatorReported, type SequencedFact } from '#facts';

/** An institution's own aggregate as at a day, as it last reported it. */
export interface IndicatorPage {
  readonly institution: string;
  readonly indicator: string;
  /** Part of the institution that the value is of; null: the whole. */
  readonly scope: string | null;
  readonly asAt: string;
  /** Yuan with two decimals, or a whole number, by unit. */
  readonly value: string;
  readonly unit: IndicatorReported['data']['unit'];
  readonly effectiveDate: string;
  /** Of the last report for this day. */
  readonly seq: number;
}

/** The facts of an indicator's stream, or undefined for others. */
export const indicatorFact = factsOf('indicator');

/** A later report for the same day and scope takes the place of the one before. */
export const indicatorPage = (
  page: IndicatorPage | undefined,
  sequenced: SequencedFact,
): IndicatorPage | undefined => {
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
