import { canonicalJson } from '#canonical-json';
import type { MeasureAmended, MeasureData, MeasureDefined, Operation } from '#facts';
import { type Definition, refuseDefinition } from '../definition-refusals.js';
import type { Measure } from '../measure.js';
import { standsAlready } from '../stands-already.js';
import { type MeasureBody, measureDataOf } from './measure-body.js';
import { measureFault } from './measure-fault.js';

type MeasureChange = Pick<MeasureDefined, 'type' | 'data'> | Pick<MeasureAmended, 'type' | 'data'>;

/** Operations that figures are computed for; what is shipped names all six. */
const builtOperations: ReadonlySet<Operation> = new Set<Operation>(['SUM', 'COUNT']);

/** Only what it is called differs, so that every figure stays. */
const computesTheSame = (a: MeasureData, b: MeasureData): boolean =>
  canonicalJson({ ...a, name: null }) === canonicalJson({ ...b, name: null });

/**
 * Defines the measure, or makes its next version. Figures are added up as facts arrive; what would have to count facts
 * recorded before it is not taken, rather than answered wrongly.
 */
export const defineMeasure =
  (code: string, body: MeasureBody, recordedFacts: ReadonlySet<string>) =>
  (state: Measure): Definition<MeasureChange> => {
    const data = measureDataOf(code, body);
    const standing = state.status === 'DEFINED' ? state.data : null;
    if (standing && standsAlready(body, data, standing)) return { outcome: 'unchanged' };
    const fault = measureFault(data);
    if (fault) return { outcome: 'refuse', refusal: fault };
    if (!standing || !computesTheSame(data, standing)) {
      if (!builtOperations.has(data.op)) return refuseDefinition('op-not-built', '/op');
      if (data.sources.some(({ fact }) => recordedFacts.has(fact)))
        return refuseDefinition('back-fill-not-built', '/sources');
    }

    return { outcome: 'record', fact: { type: standing ? 'MeasureAmended' : 'MeasureDefined', data } };
  };
