import type { MeasureData, Operation, TargetData } from '#facts';
import { factPaths, filterFault, targetPaths } from '#figures';
import type { DefinitionReason, DefinitionRefusal } from '../definition-refusals.js';

const fault = (reason: DefinitionReason, pointer: string): DefinitionRefusal => ({ reason, pointer });

const stock: ReadonlySet<Operation> = new Set<Operation>(['BALANCE', 'GROWTH']);

const periodFault = ({ op }: MeasureData, { period, base }: TargetData): DefinitionRefusal | null => {
  const atOneDay = 'asAt' in period;
  if (op !== 'LATEST_SUM' && atOneDay !== stock.has(op)) return fault('period-does-not-fit-op', '/period');
  if (op !== 'GROWTH') return base === null ? null : fault('base-only-for-growth', '/base');
  if (base === null) return fault('base-required', '/base');
  return atOneDay && base < period.asAt ? null : fault('base-not-before-period', '/base');
};

const comparisonFault = ({ comparator, threshold, tolerance }: TargetData): DefinitionRefusal | null => {
  if (comparator !== 'INFO' && threshold === null) return fault('threshold-required', '/threshold');
  if (comparator === 'APPROX') return tolerance === null ? fault('tolerance-required', '/tolerance') : null;
  return tolerance === null ? null : fault('tolerance-only-for-approx', '/tolerance');
};

/** A target's own filter narrows what is kept with each quantity; by more of the fact it would need a back-fill. */
const ownFilterFault = ({ sources, unit }: MeasureData, { filter }: TargetData): DefinitionRefusal | null => {
  if (filter === null) return null;
  const found = filterFault(filter, targetPaths);
  if (found?.reason !== 'path-not-whitelisted') return found;
  const known = filterFault(
    filter,
    factPaths(
      sources.map(({ fact }) => fact),
      unit,
    ),
  );
  return known ?? { ...found, reason: 'back-fill-not-built' };
};

/** What makes the target meaningless beside the measures that stand; null when nothing does. */
export const targetFault = (
  data: TargetData,
  measures: ReadonlyMap<string, MeasureData>,
): DefinitionRefusal | null => {
  const measure = measures.get(data.measure);
  if (!measure) return fault('unknown-measure', '/measure');
  if (measure.unit !== data.unit) return fault('unit-of-another-measure', '/unit');
  const unknown = data.beside.findIndex((code) => !measures.has(code));
  if (unknown >= 0) return fault('unknown-measure', `/beside/${unknown}`);
  return periodFault(measure, data) ?? comparisonFault(data) ?? ownFilterFault(measure, data);
};
