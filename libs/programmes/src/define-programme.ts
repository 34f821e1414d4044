import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import { type Evolution, isUnchanged } from '#decider';
import {
  factIn,
  type ProgrammeAmended,
  type ProgrammeData,
  type ProgrammeDefined,
  programmeStream,
  type StoredFact,
  type TargetData,
} from '#facts';
import type { ProgrammeCode, TargetCode } from '#identifiers';
import type { FoldRequest } from '#recording';
import { businessDateText } from '#reports';
import type { Definition } from './definition-refusals.js';
import { names } from './measure-body.js';

/** Body of `PUT /v1/programmes/{code}`; `from` and `to` are inclusive. */
export const programmeBody = z
  .strictObject({ name: names, from: businessDateText, to: businessDateText })
  .refine(({ from, to }) => from <= to, { message: 'must not be before `from`', path: ['to'] })
  .meta({ id: 'ProgrammeBody' });

export type ProgrammeBody = z.infer<typeof programmeBody>;

export const programmeDataOf = (code: ProgrammeCode, { name, from, to }: ProgrammeBody): ProgrammeData => ({
  code,
  name,
  from,
  to,
});

/** A named set of targets, as its stream has it. */
export type Programme =
  | { readonly status: 'UNKNOWN' }
  | {
      readonly status: 'DEFINED';
      readonly data: ProgrammeData;
      readonly targets: PersistentMap<TargetCode, TargetData>;
    };

const entered = factIn('programme');

export const programme: Evolution<Programme, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'ProgrammeDefined':
        return { status: 'DEFINED', data: fact.data, targets: PersistentMap() };
      case 'ProgrammeAmended':
        return state.status === 'UNKNOWN' ? state : { ...state, data: fact.data };
      case 'TargetSet':
      case 'TargetAmended':
        return state.status === 'UNKNOWN'
          ? state
          : { ...state, targets: state.targets.set(fact.data.code, fact.data) };
    }
  },
};

export const programmeRequest = (code: ProgrammeCode): FoldRequest<Programme> => ({
  stream: programmeStream(code),
  fold: { kind: 'programme', evolution: programme },
});

type ProgrammeChange = Pick<ProgrammeDefined, 'type' | 'data'> | Pick<ProgrammeAmended, 'type' | 'data'>;

/** Defines the programme, or makes its next version; its targets stay. */
export const defineProgramme =
  (code: ProgrammeCode, body: ProgrammeBody) =>
  (state: Programme): Definition<ProgrammeChange> => {
    const data = programmeDataOf(code, body);
    if (state.status === 'UNKNOWN') return { outcome: 'record', fact: { type: 'ProgrammeDefined', data } };
    if (isUnchanged(data, state.data)) return { outcome: 'unchanged' };

    return { outcome: 'record', fact: { type: 'ProgrammeAmended', data } };
  };
