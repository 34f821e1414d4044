import type { MeasureData, Operation, TargetData } from '#facts';
import { factPaths, filterFault } from '#figures';
import type { DefinitionReason, DefinitionRefusal } from './definition-refusals.js';

// Whether a target and the measures that it shows go together: asked when the target is set, and when such a measure is amended.

export type MeasuresByCode = ReadonlyMap<string, MeasureData>;

const fault = (reason: DefinitionReason, pointer: string): DefinitionRefusal => ({ reason, pointer });

const stock: ReadonlySet<Operation> = new Set<Operation>(['BALANCE', 'GROWTH']);

const periodFault = ({ op }: MeasureData, { period, base }: TargetData): DefinitionRefusal | null => {
  const atOneDay = 'asAt' in period;
  if (op !== 'LATEST_SUM' && atOneDay !== stock.has(op)) return fault('period-does-not-fit-op', '/period');
  if (op !== 'GROWTH') return base === null ? null : fault('base-only-for-growth', '/base');
  if (base === null) return fault('base-required', '/base');
  return atOneDay && base < period.asAt ? null : fault('base-not-before-period', '/base');
};

/** A growth is of what still is a balance. */
const growthFault = (
  { op, of }: MeasureData,
  measures: MeasuresByCode,
  pointer: string,
): DefinitionRefusal | null =>
  op !== 'GROWTH' || measures.get(of ?? '')?.op === 'BALANCE' ? null : fault('of-not-a-balance', pointer);

/** Beside a target stands whatever has a figure in its period: no flow at a day, and growth only from the target's base. */
const isShownBeside = ({ op }: MeasureData, { period, base }: TargetData): boolean => {
  const end = 'asAt' in period ? period.asAt : period.to;
  if (op === 'GROWTH') return base !== null && base < end;
  return stock.has(op) || op === 'LATEST_SUM' || 'from' in period;
};

const besideFault = (target: TargetData, measures: MeasuresByCode): DefinitionRefusal | null => {
  for (const [index, code] of target.beside.entries()) {
    const pointer = `/beside/${index}`;
    const measure = measures.get(code);
    if (!measure) return fault('unknown-measure', pointer);
    const growth = growthFault(measure, measures, pointer);
    if (growth) return growth;
    if (!isShownBeside(measure, target)) return fault('period-does-not-fit-op', pointer);
  }
  return null;
};

const comparisonFault = ({ comparator, threshold, tolerance }: TargetData): DefinitionRefusal | null => {
  if (comparator !== 'INFO' && threshold === null) return fault('threshold-required', '/threshold');
  if (comparator === 'APPROX') return tolerance === null ? fault('tolerance-required', '/tolerance') : null;
  return tolerance === null ? null : fault('tolerance-only-for-approx', '/tolerance');
};

/** A target's own filter may look at all that its measure's may; of a growth, at what its balance is made of. */
const ownFilterFault = (
  measure: MeasureData,
  { filter }: TargetData,
  measures: MeasuresByCode,
): DefinitionRefusal | null => {
  if (filter === null) return null;
  const { sources, unit } = measures.get(measure.of ?? '') ?? measure;
  const facts = sources.map(({ fact }) => fact);
  return filterFault(filter, factPaths(facts, unit));
};

/** What makes the target meaningless beside the measures that stand, balances of growths among them; null when nothing does. */
export const targetFault = (data: TargetData, measures: MeasuresByCode): DefinitionRefusal | null => {
  const measure = measures.get(data.measure);
  if (!measure) return fault('unknown-measure', '/measure');
  if (measure.unit !== data.unit) return fault('unit-of-another-measure', '/unit');
  return (
    growthFault(measure, measures, '/measure') ??
    periodFault(measure, data) ??
    besideFault(data, measures) ??
    comparisonFault(data) ??
    ownFilterFault(measure, data, measures)
  );
};

/** Targets in force, and the measures that they show with the balances of growths among them, as they stand. */
export interface ShownMeasures {
  readonly targets: readonly TargetData[];
  readonly measures: MeasuresByCode;
}

/** What of an amended measure is wrong for a target that shows it, by what would be wrong with the target. */
const blamed = (
  { of }: MeasureData,
  reason: DefinitionReason,
): Pick<DefinitionRefusal, 'reason' | 'pointer'> => {
  if (reason === 'unit-of-another-measure') return fault('unit-of-targets', '/unit');
  if (reason === 'path-not-whitelisted' || reason === 'value-does-not-fit-path')
    return fault('sources-of-targets', of === null ? '/sources' : '/of');
  return fault('op-of-targets', '/op');
};

/** What an amended measure would make of the targets that show it: none may have a figure no longer. Null when all go on. */
export const amendmentFault = (
  data: MeasureData,
  { targets, measures }: ShownMeasures,
): DefinitionRefusal | null => {
  const amended = new Map([...measures, [data.code, data]]);
  const faults = targets.flatMap((target) => {
    const found = targetFault(target, measures) === null ? targetFault(target, amended) : null;
    return found ? [{ ...blamed(data, found.reason), target: `${target.programme}/${target.code}` }] : [];
  });
  const [first] = faults;
  if (!first) return null;
  const { reason, pointer } = first;
  const named = faults.flatMap((each) => (each.reason === reason ? each.target : []));
  return { reason, pointer, targets: named };
};
