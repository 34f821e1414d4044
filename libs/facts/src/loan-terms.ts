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

// What a loan is agreed on and rated by. These names are the storage format: add, never rename.

export const product = z.enum(['WORKING_CAPITAL', 'PERSONAL_BUSINESS', 'FIXED_ASSET', 'TRADE', 'OTHER']);
export const guarantee = z.enum(['CREDIT', 'GUARANTEE', 'MORTGAGE', 'PLEDGE', 'MIXED']);
export const classification = z.enum(['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS']);
const tag = z.enum(['INCLUSIVE', 'TECHNOLOGY', 'GREEN', 'IP_PLEDGE', 'CHAIN']);
export const tags = z.array(tag).readonly();

export type Product = z.infer<typeof product>;
export type Guarantee = z.infer<typeof guarantee>;
export type Classification = z.infer<typeof classification>;
export type Tag = z.infer<typeof tag>;
