import { isUnchanged } from '#decider';
import type { ProgrammeAmended, ProgrammeDefined } from '#facts';
import type { Definition } from '../definition-refusals.js';
import type { Programme } from '../programme.js';
import { type ProgrammeBody, programmeDataOf } from './programme-body.js';

type ProgrammeChange = Pick<ProgrammeDefined, 'type' | 'data'> | Pick<ProgrammeAmended, 'type' | 'data'>;

/** Defines the programme, or makes its next version; its targets stay. */
export const defineProgramme =
  (code: string, body: ProgrammeBody) =>
  (state: Programme): Definition<ProgrammeChange> => {
    const data = programmeDataOf(code, body);
    if (state.status === 'UNKNOWN') return { outcome: 'record', fact: { type: 'ProgrammeDefined', data } };
    if (isUnchanged(data, state.data)) return { outcome: 'unchanged' };

    return { outcome: 'record', fact: { type: 'ProgrammeAmended', data } };
  };
