import { z } from 'zod';
import { isBusinessDate, isDateTime, isTimeOfDay } from '#calendar';
import { borrowerSize, tag } from '#contract';
import {
  idGrammar,
  isIdentifier,
  namesInstitution,
  namesBailoutProgramme,
  namesCalendar,
  namesLoan,
  namesMeasure,
  namesProgramme,
  namesTarget,
} from '#identifiers';
import { isMoney } from '#money';

// The values of 2.1, each with the check and the JSON Schema that says the same. Messages never repeat what was sent.

const controlCharacter = /\p{Cc}/u;

/** The length first: what bringing a text into normal form costs may grow with its square. */
const isText = (value: string): boolean =>
  value.length > 0 &&
  value.length <= 400 &&
  [...value].length <= 200 &&
  !controlCharacter.test(value) &&
  value.normalize('NFC') === value;

/** NFC, no control characters, 1 to 200 code points. */
export const text = z
  .string()
  .refine(isText, 'must be 1 to 200 characters in NFC without control characters')
  .meta({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' });

/** Yuan with two decimals, as text; never a JSON number. */
export const moneyText = z
  .string()
  .refine(isMoney, 'must be yuan with two decimals as text, at most 15 digits before the point')
  .meta({ pattern: '^(0|[1-9]\\d{0,14})\\.\\d{2}$', examples: ['1200000.00'] });

const wholeNumber = /^(0|[1-9]\d{0,14})$/;

const isWholeNumber = (value: string): boolean => wholeNumber.test(value);

/** What each unit's values look like; a pattern for the JSON Schema, and the check that says the same. */
export const quantityForms = {
  CNY: { fits: isMoney, pattern: '^(0|[1-9]\\d{0,14})\\.\\d{2}$' },
  COUNT: { fits: isWholeNumber, pattern: '^(0|[1-9]\\d{0,14})$' },
} as const;

/** Yuan with two decimals or a whole number, as text; which of them, the unit beside it says. */
export const quantityText = z
  .string()
  .refine(
    (value) => Object.values(quantityForms).some(({ fits }) => fits(value)),
    'must be yuan with two decimals or a whole number, as text, at most 15 digits before the point',
  )
  .meta({ pattern: '^(0|[1-9]\\d{0,14})(\\.\\d{2})?$', examples: ['1200000.00', '12'] });

/** SHA-256 as 64 lower-case hex digits. */
export const digestText = z
  .string()
  .refine((value) => /^[0-9a-f]{64}$/.test(value), 'must be 64 lower-case hex digits')
  .meta({ pattern: '^[0-9a-f]{64}$' });

/** A real day from 1900-01-01. */
export const businessDateText = z
  .string()
  .refine((value) => isBusinessDate(value), 'must be a calendar day YYYY-MM-DD from 1900-01-01')
  .meta({ format: 'date', pattern: '^(19|[2-9]\\d)\\d\\d-', examples: ['2024-05-06'] });

export const timeOfDayText = z
  .string()
  .refine(isTimeOfDay, 'must be a time of day HH:MM:SS')
  .meta({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d$' });

/** Any RFC 3339 date-time; see `isDateTime`. */
export const instantText = z
  .string()
  .refine(isDateTime, 'must be an RFC 3339 date-time')
  .meta({ format: 'date-time' });

const isNoId = 'must be 1 to 64 of A-Z a-z 0-9 _ . : - but neither . nor ..';

export const identifierText = z
  .string()
  .refine(isIdentifier, isNoId)
  .meta({ pattern: `^${idGrammar}$` });

const idText = <Id extends string>(isId: (text: string) => text is Id) =>
  z
    .string()
    .refine(isId, isNoId)
    .meta({ pattern: `^${idGrammar}$` });

export const institutionText = idText(namesInstitution);
export const loanIdText = idText(namesLoan);
export const measureCodeText = idText(namesMeasure);
export const programmeCodeText = idText(namesProgramme);

export const calendarCodeText = idText(namesCalendar);
export const bailoutProgrammeCodeText = idText(namesBailoutProgramme);
export const targetCodeText = idText(namesTarget);

/** A set: order means nothing, a repeated tag is refused. */
export const tags = z
  .array(tag)
  .refine((list) => new Set(list).size === list.length, 'must not repeat a tag')
  .meta({ uniqueItems: true });

/**
 * A member of an administrative body that may be left out. `null` says the same, since answers say it of what is absent, and what
 * was read can be put back.
 */
export const optionalMember = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().exactOptional();

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

/** Checked also when another member is wrong, so that all violations are answered at once. */
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
