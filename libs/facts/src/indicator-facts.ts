import type { StoredFact } from './stored-fact.js';

// Stream `indicator-{institution}-{code}`. These names are the storage format: add, never rename.

/** An institution's own aggregate, for targets that loan events cannot yield. */
export type IndicatorReported = StoredFact<
  'IndicatorReported',
  {
    /** Code of a `LATEST_SUM` measure. */
    readonly indicator: string;
    /** Yuan with two decimals, or a whole number, by unit. */
    readonly value: string;
    readonly unit: 'CNY' | 'COUNT';
    readonly asAt: string;
    /** Part of the institution that the value is of; absent: the whole. */
    readonly scope?: string;
  }
>;

export type IndicatorFact = IndicatorReported;
