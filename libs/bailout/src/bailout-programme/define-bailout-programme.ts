import { everyMemberGivenStands, type Refused, refuse } from '#decider';
import type { BailoutProgrammeAmended, BailoutProgrammeDefined } from '#facts';
import { formatYuan, parseMoney } from '#money';
import { type BailoutProgramme, grantedInAll } from './bailout-programme.js';
import { type BailoutProgrammeBody, bailoutProgrammeDataOf } from './bailout-programme-body.js';

type Definition = Pick<BailoutProgrammeDefined | BailoutProgrammeAmended, 'type' | 'data'>;

/** Defines the programme, or makes its next version. A cap may grow, not shrink below what is granted (`BLO-R06`). */
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
    if (everyMemberGivenStands(body, state.data)) return { outcome: 'unchanged' };
    const granted = grantedInAll(state);
    if (body.cap !== undefined && parseMoney(body.cap) < granted)
      return {
        outcome: 'refuse',
        refusal: refuse('BLO-R06', '/cap', { cap: body.cap, granted: formatYuan(granted) }),
      };
    return { outcome: 'record', fact: { type: 'BailoutProgrammeAmended', data } };
  };
