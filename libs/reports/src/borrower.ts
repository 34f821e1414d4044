import { z } from 'zod';
import { borrowerSize } from '#contract';
import { text } from './values.js';

const shape = {
  idType: z.enum(['USCC', 'PERSON_TOKEN']),
  id: text,
  kind: z.enum(['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BUSINESS_OWNER']),
  size: borrowerSize,
  district: text,
  industry: text,
  name: text.exactOptional(),
};

type Fits = (borrower: {
  readonly kind?: unknown;
  readonly idType?: unknown;
  readonly name?: unknown;
}) => boolean;

/** Checked also when another member is wrong, so that all violations are told at once. */
const fitting = (member: 'idType' | 'name', message: string, fits: Fits) =>
  [
    (value: unknown): boolean => typeof value !== 'object' || value === null || fits(value),
    { path: [member] as PropertyKey[], message, when: (): boolean => true },
  ] as [(value: unknown) => boolean, { path: PropertyKey[]; message: string; when: () => boolean }];

/** What a kind of borrower is known by. A person never appears by name or identity number. */
const enterpriseHasUscc: Fits = ({ kind, idType }) => kind !== 'ENTERPRISE' || idType !== 'PERSON_TOKEN';
const ownerHasToken: Fits = ({ kind, idType }) => kind !== 'BUSINESS_OWNER' || idType !== 'USCC';
const onlyEnterpriseIsNamed: Fits = ({ kind, name }) =>
  name === undefined || (kind !== 'BUSINESS_OWNER' && kind !== 'INDIVIDUAL_BUSINESS');

/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
export const borrower = z
  .strictObject(shape)
  .refine(...fitting('idType', 'must be USCC for an ENTERPRISE', enterpriseHasUscc))
  .refine(...fitting('idType', 'must be PERSON_TOKEN for a BUSINESS_OWNER', ownerHasToken))
  .refine(...fitting('name', 'is given only for an ENTERPRISE', onlyEnterpriseIsNamed))
  .meta({
    id: 'Borrower',
    allOf: [
      {
        if: { properties: { kind: { const: 'ENTERPRISE' } } },
        then: { properties: { idType: { const: 'USCC' } } },
        else: { properties: { name: { not: {} } } },
      },
      {
        if: { properties: { kind: { const: 'BUSINESS_OWNER' } } },
        then: { properties: { idType: { const: 'PERSON_TOKEN' } } },
      },
    ],
  });
