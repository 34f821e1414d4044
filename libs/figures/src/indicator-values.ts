import { canonicalJson } from '#canonical-json';
import type { IndicatorReported, SequencedFact } from '#facts';
import type { Amendment } from '#history';
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
  /** Seq of the report. Of two as at one day the later one holds, whenever they were corrected. */
  readonly report: number;
  /** Seq of the fact that says so: the report, or a correction or reversal of it. */
  readonly seq: number;
  readonly effectiveDate: string | null;
  /** Fen, or pieces; null: the report counts no longer. */
  readonly quantity: bigint | null;
}

/** Takes a fact that was reported, or what changes one, for the measure of its indicator; null when that is told nothing by it. */
export type TakeIndicator = (fact: SequencedFact, change?: Amendment) => IndicatorValue | null;

type Take = (fact: SequencedFact<string, IndicatorReported['data']>) => IndicatorValue | null;

/** A value has no borrower: the institution is its one dimension. */
export const indicatorDimensions = (institution: string | null): Dimensions => ({
  ...noDimensions,
  institution,
});

const takeBy = ({ computation, data: measure }: MeasureInForce): Take => {
  const passes = compileFilter(measure.filter);
  const quantities = measure.sources.map((source) => quantityBy(source, measure.unit));
  return (fact) => {
    const { institution, effectiveDate, seq, data } = fact;
    const document = documentOf(fact, { loan: null, dimensions: indicatorDimensions(institution) });
    if (data.unit !== measure.unit || !passes(document)) return null;
    return {
      computation,
      institution: institution ?? '',
      scope: data.scope ?? '',
      asAt: data.asAt,
      report: seq,
      seq,
      effectiveDate,
      quantity: quantities.reduce((sum, quantity) => sum + quantity(document), 0n),
    };
  };
};

const asText = ({ quantity, ...value }: IndicatorValue): string =>
  canonicalJson({ ...value, quantity: String(quantity) });

/** What is said of a report by what changes it; null where that is nothing new. */
const changedValue = (
  before: IndicatorValue | null,
  after: IndicatorValue | null,
  { seq }: SequencedFact,
): IndicatorValue | null => {
  if (after) return before && asText(before) === asText(after) ? null : { ...after, seq };
  return before && { ...before, seq, quantity: null };
};

export const compileIndicators = (measures: Iterable<MeasureInForce>): TakeIndicator => {
  const byCode = new Map<string, Take>();
  for (const measure of measures)
    if (measure.complete && measure.data.op === 'LATEST_SUM') byCode.set(measure.data.code, takeBy(measure));
  const valueOf = (fact: SequencedFact | undefined): IndicatorValue | null =>
    fact && isIndicator(fact) ? (byCode.get(fact.data.indicator)?.(fact) ?? null) : null;
  return (fact, change) =>
    change ? changedValue(valueOf(change.before[0]), valueOf(change.after[0]), fact) : valueOf(fact);
};
