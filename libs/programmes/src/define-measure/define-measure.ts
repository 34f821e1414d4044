import { canonicalJson } from '#canonical-json';
import { isUnchanged } from '#decider';
import type { MeasureAmended, MeasureData, MeasureDefined } from '#facts';
import { type Definition, refuseDefinition } from '../definition-refusals.js';
import type { Measure } from '../measure.js';
import { type MeasureBody, measureDataOf } from './measure-body.js';
import { growthOfFault, measureFault } from './measure-fault.js';

type MeasureChange = Pick<MeasureDefined, 'type' | 'data'> | Pick<MeasureAmended, 'type' | 'data'>;

/** What defining a measure rests on beside its own stream. */
export interface MeasureContext {
  /** Types of facts that are recorded; of indicators with `/` and the indicator. */
  readonly recordedFacts: ReadonlySet<string>;
  /** The measure that it is the growth of, as it stands; null when there is none, or it is not defined. */
  readonly balance: MeasureData | null;
}

/** Only what it is called differs, so that every figure stays. */
const computesTheSame = (a: MeasureData, b: MeasureData): boolean =>
  canonicalJson({ ...a, name: null }) === canonicalJson({ ...b, name: null });

/**
 * Whether facts that it counts are recorded. Those of an indicator are reports of that indicator alone, so that a new one may be
 * defined after reports of others.
 */
const comesAfterItsFacts = (
  { op, code, sources }: MeasureData,
  recordedFacts: ReadonlySet<string>,
): boolean => sources.some(({ fact }) => recordedFacts.has(op === 'LATEST_SUM' ? `${fact}/${code}` : fact));

/**
 * Defines the measure, or makes its next version. Figures are added up as facts arrive; what would have to count facts
 * recorded before it is not taken, rather than answered wrongly.
 */
export const defineMeasure =
  (code: string, body: MeasureBody, { recordedFacts, balance }: MeasureContext) =>
  (state: Measure): Definition<MeasureChange> => {
    const data = measureDataOf(code, body);
    const current = state.status === 'DEFINED' ? state.data : null;
    if (current && isUnchanged(data, current)) return { outcome: 'unchanged' };
    const fault = measureFault(data) ?? growthOfFault(data, balance);
    if (fault) return { outcome: 'refuse', refusal: fault };
    const computesAnew = !current || !computesTheSame(data, current);
    if (computesAnew && comesAfterItsFacts(data, recordedFacts))
      return refuseDefinition('back-fill-not-built', '/sources');

    return { outcome: 'record', fact: { type: current ? 'MeasureAmended' : 'MeasureDefined', data } };
  };
