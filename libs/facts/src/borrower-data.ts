import { z } from 'zod';
import { borrowerKey, text } from './stored-values.js';

/** Who borrows. A person appears only as a token. */
export const borrowerData = z
  .strictObject({
    idType: z.enum(['USCC', 'PERSON_TOKEN']),
    id: borrowerKey,
    kind: z.enum(['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BUSINESS_OWNER']),
    size: z.enum(['MICRO', 'SMALL', 'MEDIUM', 'LARGE']),
    district: text,
    industry: text,
    name: text.exactOptional(),
  })
  .readonly();

export type BorrowerData = z.infer<typeof borrowerData>;
