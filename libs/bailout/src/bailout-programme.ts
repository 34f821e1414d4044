import { Map as PersistentMap } from 'immutable';
import type { Evolution } from '#decider';
import { type BailoutProgrammeDefined, bailoutProgrammeStream, factIn, type StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { addFen, type Fen, noFen, parseMoney } from '#money';
import type { FoldRequest } from '#recording';

/** A relief scheme: when it is open, its cap, and what is granted of it. */
export type BailoutProgramme =
  | { readonly status: 'UNKNOWN' }
  | {
      readonly status: 'DEFINED';
      readonly data: BailoutProgrammeDefined['data'];
      /** Sum of allocations by institution. */
      readonly granted: PersistentMap<string, Fen>;
      /** Allocation requests by `Idempotency-Key`, the first under each. */
      readonly requests: PersistentMap<string, AllocationRequest>;
    };

interface AllocationRequest {
  readonly institution: InstitutionCode;
  readonly amount: string;
  /** Of its grant in the programme's stream. */
  readonly revision: number;
}

const entered = factIn('bailout-programme');

export const bailoutProgramme: Evolution<BailoutProgramme, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'BailoutProgrammeDefined':
        return {
          status: 'DEFINED',
          data: fact.data,
          granted: PersistentMap(),
          requests: PersistentMap(),
        };
      case 'BailoutProgrammeAmended':
        return state.status === 'UNKNOWN' ? state : { ...state, data: fact.data };
      case 'AllocationGranted': {
        if (state.status === 'UNKNOWN') return state;
        const { institution, amount, idempotencyKey } = fact.data;
        return {
          ...state,
          granted: state.granted.update(institution, noFen, (granted) => addFen(granted, parseMoney(amount))),
          requests: state.requests.has(idempotencyKey)
            ? state.requests
            : state.requests.set(idempotencyKey, { institution, amount, revision: fact.revision }),
        };
      }
    }
  },
};

export const grantedInAll = (programme: Extract<BailoutProgramme, { status: 'DEFINED' }>): Fen =>
  programme.granted.reduce(addFen, noFen);

/** What the institution may disburse at most; null where no allocation is needed. */
export const allocationOf = (
  programme: Extract<BailoutProgramme, { status: 'DEFINED' }>,
  institution: InstitutionCode,
): Fen | null => (programme.data.cap === null ? null : programme.granted.get(institution, noFen));

export const bailoutProgrammeRequest = (code: string): FoldRequest<BailoutProgramme> => ({
  stream: bailoutProgrammeStream(code),
  fold: { kind: 'bailout-programme', evolution: bailoutProgramme },
});
