import type { FilterExpression } from '#facts';
import type { Measure, Programme, Target } from '#contract';
import type { Paths, Unit } from './countable.js';
import type { Operation } from './operations.js';
import { draftOfFilter, expressionOf, type FilterDraft, noFilter } from './filter-draft.js';

/** A target as it is filled in. */
export interface TargetDraft {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly measure: string | undefined;
  readonly comparator: Target['comparator'];
  readonly threshold: string;
  readonly isAtOneDay: boolean;
  readonly from: string;
  readonly to: string;
  readonly asAt: string;
  readonly base: string;
  readonly tolerance: string;
  /** Twelve weights with commas between them; empty: a line over working days. */
  readonly path: string;
  readonly beside: readonly string[];
  readonly filter: FilterDraft;
}

export const newTarget = ({ code, from, to }: Programme): TargetDraft => ({
  code: `${code}-`,
  zh: '',
  en: '',
  measure: undefined,
  comparator: 'GTE',
  threshold: '',
  isAtOneDay: false,
  from,
  to,
  asAt: to,
  base: '',
  tolerance: '',
  path: '',
  beside: [],
  filter: noFilter,
});

export const draftOfTarget = (target: Target, programme: Programme): TargetDraft => ({
  ...newTarget(programme),
  code: target.code,
  ...target.name,
  measure: target.measure,
  comparator: target.comparator,
  threshold: target.threshold ?? '',
  ...('asAt' in target.period
    ? { isAtOneDay: true, asAt: target.period.asAt }
    : { isAtOneDay: false, from: target.period.from, to: target.period.to }),
  base: target.base ?? '',
  tolerance: target.tolerance ?? '',
  path: target.path?.join(', ') ?? '',
  beside: target.beside,
  filter: draftOfFilter(target.filter as FilterExpression | null),
});

/** A balance and a growth stand at a day, flows and counts have a period; reported values may have either. */
export const mayBeAtOneDay = (op: Operation): boolean =>
  op === 'BALANCE' || op === 'GROWTH' || op === 'LATEST_SUM';
export const mayHavePeriod = (op: Operation): boolean => op !== 'BALANCE' && op !== 'GROWTH';

const places: Readonly<Record<Unit, number>> = { CNY: 2, COUNT: 0, RATIO: 4 };

/** As the registry writes quantities of the unit: `500000` yuan are `500000.00`. */
export const thresholdText = (given: string, unit: Unit): string => {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(given.trim().replaceAll(/[,_ ]/g, '')) ?? [];
  if (whole === undefined || fraction.length > places[unit]) return given.trim();
  return places[unit] === 0 ? whole : `${whole}.${fraction.padEnd(places[unit], '0')}`;
};

/** What is sent of it: the whole definition. @throws SyntaxError where its filter is not whole */
export const targetBodyOf = (draft: TargetDraft, measure: Measure, paths: Paths) => {
  const { comparator, threshold, isAtOneDay, from, to, asAt, base, tolerance, path } = draft;
  const atOneDay = mayBeAtOneDay(measure.op) && (isAtOneDay || !mayHavePeriod(measure.op));
  return {
    name: { zh: draft.zh.trim(), en: draft.en.trim() },
    measure: measure.code,
    unit: measure.unit,
    comparator,
    threshold: threshold.trim() === '' ? null : thresholdText(threshold, measure.unit),
    period: atOneDay ? { asAt } : { from, to },
    base: measure.op === 'GROWTH' ? base : null,
    filter: expressionOf(draft.filter, paths),
    tolerance: comparator === 'APPROX' ? tolerance.trim() : null,
    path: path.trim() === '' ? null : path.split(/[,\uff0c]/).map((each) => each.trim()),
    beside: draft.beside,
  };
};

export type TargetBody = ReturnType<typeof targetBodyOf>;

/** The measure as the target narrows it, for a preview. */
export const previewOfTarget = (measure: Measure, { filter }: Pick<TargetBody, 'filter'>) => {
  const { code, name, op, unit, sources, of, distinct } = measure;
  const both = [measure.filter as FilterExpression | null, filter].filter((each) => each !== null);
  return {
    ...(op === 'LATEST_SUM' ? { code } : {}),
    name,
    op,
    unit,
    sources,
    of,
    distinct,
    filter: both.length > 1 ? { and: both } : (both[0] ?? null),
  };
};

export const periodText = (period: Target['period']): string =>
  'asAt' in period ? period.asAt : `${period.from} – ${period.to}`;
