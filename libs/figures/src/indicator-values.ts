import type { IndicatorReported, SequencedFact } from '#facts';
import { type Dimensions, noDimensions } from './dimensions.js';
import { compileFilter } from './filter-expression.js';
import { documentOf } from './measured-document.js';
import { isIndicator, type MeasureInForce, quantityBy } from './measures-in-force.js';

/** What an institution reported for one measure, as at one day. */
export interface IndicatorValue {
  readonly computation: number;
  readonly institution: string;
  /** Empty for the whole institution. */
  readonly scope: string;
  readonly asAt: string;
  /** Of two reports as at one day the later one holds. */
  readonly seq: number;
  readonly effectiveDate: string | null;
  /** Fen, or pieces. */
  readonly quantity: bigint;
}

/** A value has no borrower: the institution is its one dimension. */
export const indicatorDimensions = (institution: string | null): Dimensions => ({
  ...noDimensions,
  institution,
});

/** Takes a report for the measure of its indicator; null when there is none, or the report is none of it. */
export const compileIndicators = (
  measures: Iterable<MeasureInForce>,
): ((fact: SequencedFact) => IndicatorValue | null) => {
  const byCode = new Map<
    string,
    (fact: SequencedFact<string, IndicatorReported['data']>) => IndicatorValue | null
  >();
  for (const { computation, complete, data } of measures) {
    if (!complete || data.op !== 'LATEST_SUM') continue;
    const passes = compileFilter(data.filter);
    const quantities = data.sources.map((source) => quantityBy(source, data.unit));
    byCode.set(data.code, (fact) => {
      const document = documentOf(fact, { loan: null, dimensions: indicatorDimensions(fact.institution) });
      if (fact.data.unit !== data.unit || !passes(document)) return null;
      return {
        computation,
        institution: fact.institution ?? '',
        scope: fact.data.scope ?? '',
        asAt: fact.data.asAt,
        seq: fact.seq,
        effectiveDate: fact.effectiveDate,
        quantity: quantities.reduce((sum, quantity) => sum + quantity(document), 0n),
      };
    });
  }
  return (fact) => (isIndicator(fact) ? (byCode.get(fact.data.indicator)?.(fact) ?? null) : null);
};
