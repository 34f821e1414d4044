import { type Refused, refuse, isUnchanged } from '#decider';
import type { BailoutProgrammeAmended, BailoutProgrammeDefined } from '#facts';
import { formatYuan, parseMoney } from '#money';
import { type BailoutProgramme, grantedInAll } from './bailout-programme.js';
import { type BailoutProgrammeBody, bailoutProgrammeDataOf } from './bailout-programme-body.js';

type Definition = Pick<BailoutProgrammeDefined | BailoutProgrammeAmended, 'type' | 'data'>;

/**
 * Defines the programme, or makes its next version. A cap may grow, not shrink below what is granted, and neither come nor go
 * (`BLO-R06`): with it goes whether an institution needs an allocation.
 */
export const defineBailoutProgramme =
  (code: string, body: BailoutProgrammeBody) =>
  (
    state: BailoutProgramme,
  ):
    | { readonly outcome: 'record'; readonly fact: Definition }
    | { readonly outcome: 'unchanged' }
    | { readonly outcome: 'refuse'; readonly refusal: Refused } => {
    const data = bailoutProgrammeDataOf(code, body);
    if (state.status === 'UNKNOWN')
      return { outcome: 'record', fact: { type: 'BailoutProgrammeDefined', data } };
    if ((data.cap === null) !== (state.data.cap === null))
      return { outcome: 'refuse', refusal: refuse('BLO-R06', '/cap') };
    if (isUnchanged(data, state.data)) return { outcome: 'unchanged' };
    const granted = grantedInAll(state);
    if (data.cap !== null && parseMoney(data.cap) < granted)
      return {
        outcome: 'refuse',
        refusal: refuse('BLO-R06', '/cap', { cap: data.cap, granted: formatYuan(granted) }),
      };
    return { outcome: 'record', fact: { type: 'BailoutProgrammeAmended', data } };
  };
