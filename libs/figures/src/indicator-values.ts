import type { BusinessDate } from '#calendar';
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
  readonly asAt: BusinessDate;
  /** Seq of the report. Of two as at one day the later one holds, whenever they were corrected. */
  readonly report: number;
  /** Seq of the fact that says so: the report, or a correction or reversal of it. */
  readonly seq: number;
  readonly effectiveDate: BusinessDate | null;
  /** Fen, or pieces; null: the report counts no longer. */
  readonly quantity: bigint | null;
}

/** Takes a fact that was reported, or what changes one, for each measure of its indicator that it changes. */
export type TakeIndicator = (fact: SequencedFact, change?: Amendment) => readonly IndicatorValue[];

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
    if (data.indicator !== measure.code || data.unit !== measure.unit || !passes(document)) return null;
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

/** Of a measure there may be several: its versions, and those that targets narrow. */
export const compileIndicators = (measures: Iterable<MeasureInForce>): TakeIndicator => {
  const byCode = new Map<string, Take[]>();
  for (const measure of measures) {
    if (!measure.complete || measure.data.op !== 'LATEST_SUM') continue;
    const others = byCode.get(measure.data.code);
    if (others) others.push(takeBy(measure));
    else byCode.set(measure.data.code, [takeBy(measure)]);
  }
  return (fact, change) => {
    const [before, after] = (change ? [change.before[0], change.after[0]] : [undefined, fact]).map((each) =>
      each && isIndicator(each) ? each : undefined,
    );
    const codes = new Set([before, after].flatMap((each) => each?.data.indicator ?? []));
    return [...codes]
      .flatMap((code) => byCode.get(code) ?? [])
      .flatMap((take) => {
        const value = (after && take(after)) ?? null;
        return (change ? changedValue((before && take(before)) ?? null, value, fact) : value) ?? [];
      });
  };
};
