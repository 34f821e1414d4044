import { isUnchanged } from '#decider';
import type { MeasureData, TargetAmended, TargetSet } from '#facts';
import { type Definition, refuseDefinition } from '../definition-refusals.js';
import type { Programme } from '../programme.js';
import { type TargetBody, targetDataOf } from './target-body.js';
import { targetFault } from './target-fault.js';

type TargetChange = Pick<TargetSet, 'type' | 'data'> | Pick<TargetAmended, 'type' | 'data'>;

/** Sets a target of the programme, or makes its next version. `measures` are those it names, as they stand. */
export const setTarget =
  (code: string, target: string, body: TargetBody, measures: ReadonlyMap<string, MeasureData>) =>
  (state: Programme): Definition<TargetChange> => {
    if (state.status === 'UNKNOWN') return refuseDefinition('unknown-programme', '');
    const data = targetDataOf(code, target, body);
    const current = state.targets.get(target);
    if (current && isUnchanged(data, current)) return { outcome: 'unchanged' };
    const fault = targetFault(data, measures);
    if (fault) return { outcome: 'refuse', refusal: fault };

    return { outcome: 'record', fact: { type: current ? 'TargetAmended' : 'TargetSet', data } };
  };
