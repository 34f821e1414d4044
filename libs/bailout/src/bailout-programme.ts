import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import { type Evolution, isUnchanged, refuse, type Refused } from '#decider';
import {
  type AllocationGranted,
  type BailoutProgrammeAmended,
  type BailoutProgrammeDefined,
  bailoutProgrammeStream,
  factIn,
  type StoredFact,
} from '#facts';
import type { BailoutProgrammeCode, InstitutionCode } from '#identifiers';
import { addFen, type Fen, formatYuan, noFen, parseMoney } from '#money';
import type { FoldRequest } from '#recording';
import {
  bailoutProgrammeCodeText,
  businessDateText,
  institutionText,
  moneyText,
  optionalMember,
  text,
} from '#reports';

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

export const bailoutProgrammeRequest = (code: BailoutProgrammeCode): FoldRequest<BailoutProgramme> => ({
  stream: bailoutProgrammeStream(code),
  fold: { kind: 'bailout-programme', evolution: bailoutProgramme },
});

/** Body of `PUT /v1/bailout/programmes/{code}`; `from` and `to` are inclusive. */
export const bailoutProgrammeBody = z
  .strictObject({
    name: z.strictObject({ zh: text, en: text }).meta({ id: 'NamesGiven' }),
    from: businessDateText,
    to: businessDateText,
    cap: optionalMember(moneyText),
  })
  .refine(({ from, to }) => from <= to, { message: 'must not be before `from`', path: ['to'] })
  .meta({ id: 'BailoutProgrammeBody' });

export type BailoutProgrammeBody = z.infer<typeof bailoutProgrammeBody>;

const bailoutProgrammeDataOf = (
  code: BailoutProgrammeCode,
  { name, from, to, cap }: BailoutProgrammeBody,
): BailoutProgrammeDefined['data'] => ({ code, name, from, to, cap: cap ?? null });

type Definition = Pick<BailoutProgrammeDefined | BailoutProgrammeAmended, 'type' | 'data'>;

/**
 * Defines the programme, or makes its next version. A cap may grow, not shrink below what is granted, and neither come nor go
 * (`BLO-R06`): with it goes whether an institution needs an allocation.
 */
export const defineBailoutProgramme =
  (code: BailoutProgrammeCode, body: BailoutProgrammeBody) =>
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

/** Body of `POST /v1/bailout/allocations`: adds to the institution's allocation. */
export const allocationBody = z
  .strictObject({
    programme: bailoutProgrammeCodeText,
    institution: institutionText,
    amount: moneyText.refine((amount) => amount !== '0.00', 'must be above zero'),
  })
  .meta({ id: 'AllocationBody' });

export type AllocationBody = z.infer<typeof allocationBody>;

export type AllocationRefusal = 'unknown-programme' | 'unknown-institution' | 'key-used-otherwise' | Refused;

/** Adds to what an institution may disburse; the sum stays within the cap (`BLO-R06`). One `Idempotency-Key`, one grant in the programme. */
export const grantAllocation =
  (body: AllocationBody, idempotencyKey: string) =>
  (
    state: BailoutProgramme,
  ):
    | { readonly outcome: 'record'; readonly fact: Pick<AllocationGranted, 'type' | 'data'> }
    | { readonly outcome: 'unchanged'; readonly revision: number }
    | { readonly outcome: 'refuse'; readonly refusal: AllocationRefusal } => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown-programme' };
    const before = state.requests.get(idempotencyKey);
    if (before)
      return before.institution === body.institution && before.amount === body.amount
        ? { outcome: 'unchanged', revision: before.revision }
        : { outcome: 'refuse', refusal: 'key-used-otherwise' };
    const { cap } = state.data;
    const granted = grantedInAll(state) + parseMoney(body.amount);
    if (cap !== null && granted > parseMoney(cap))
      return {
        outcome: 'refuse',
        refusal: refuse('BLO-R06', '/amount', { cap, granted: formatYuan(grantedInAll(state)) }),
      };
    return { outcome: 'record', fact: { type: 'AllocationGranted', data: { ...body, idempotencyKey } } };
  };
