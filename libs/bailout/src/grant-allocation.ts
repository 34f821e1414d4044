import { z } from 'zod';
import { refuse, type Refused } from '#decider';
import type { AllocationGranted } from '#facts';
import { formatYuan, parseMoney } from '#money';
import { identifierText, institutionText, moneyText } from '#reports';
import { type BailoutProgramme, grantedInAll } from './bailout-programme.js';

/** Body of `POST /v1/bailout/allocations`: adds to the institution's allocation. */
export const allocationBody = z
  .strictObject({
    programme: identifierText,
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
