import { z } from 'zod';
import { identifierText, institutionText, moneyText } from '#reports';

/** Body of `POST /v1/bailout/allocations`: adds to the institution's allocation. */
export const allocationBody = z
  .strictObject({
    programme: identifierText,
    institution: institutionText,
    amount: moneyText.refine((amount) => amount !== '0.00', 'must be above zero'),
  })
  .meta({ id: 'AllocationBody' });

export type AllocationBody = z.infer<typeof allocationBody>;
