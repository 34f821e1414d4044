import type { Operation, TargetData } from '#facts';
import type { Cut, DimensionFilters } from '../progress/cut.js';
import { isFigured } from './figure-subject.js';
import type { MeasureInForce } from './measures-in-force.js';

const flows: ReadonlySet<Operation> = new Set<Operation>(['SUM', 'COUNT']);

/** Whether its figure is known: the operation and its facts are built, and none of them was missed. */
const isKnownFlow = ({ complete, data: { op, sources } }: MeasureInForce): boolean =>
  complete && flows.has(op) && sources.every(({ fact }) => isFigured(fact));

/** The quantities of a measure within a target's period up to a day; null where its figure is not known. */
export const cutOf = (
  measure: MeasureInForce | undefined,
  { period, filter }: Pick<TargetData, 'period' | 'filter'>,
  {
    effectiveAsOf,
    filters = {},
  }: { readonly effectiveAsOf?: string; readonly filters?: DimensionFilters } = {},
): Cut | null => {
  if (!measure || !isKnownFlow(measure) || !('from' in period)) return null;
  const { from, to } = period;
  const stop = effectiveAsOf !== undefined && effectiveAsOf < to ? effectiveAsOf : to;
  return { computation: measure.computation, from, to: stop, filters, filter };
};
