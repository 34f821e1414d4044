import type { ExampleType } from '#testing';

// What the contract says of each member of the data, written down a second time for the specs.

/** A value that each kind of member refuses although its JSON type is right. */
export const wrongValues = {
  date: [
    '2024-02-30',
    '2023-02-29',
    '1899-12-31',
    '2024-1-5',
    '2024-01-05T00:00:00Z',
    '20240105',
    ' 2024-01-05',
    '',
  ],
  money: [
    '1',
    '1.0',
    '1.000',
    '01.00',
    '-1.00',
    '+1.00',
    '1,000.00',
    '.50',
    '1e3',
    '1000000000000000.00',
    ' 1.00',
    '',
  ],
  identifier: ['', 'a b', 'a/b', 'ä', 'x'.repeat(65), 'a\n', '.', '..'],
  text: [
    '',
    'x'.repeat(201),
    'a\u0000',
    'a\u0007b',
    'tab\there',
    'line\nbreak',
    'del\u007f',
    'c1\u0085',
    'e\u0301',
  ],
  timeOfDay: ['24:00:00', '09:60:00', '9:30:00', '09:30', '09:30:00Z', ''],
  quantity: [
    '1.0',
    '1.000',
    '01',
    '01.00',
    '-1',
    '+1.00',
    '1,000',
    '.50',
    '1.',
    '1e3',
    '1000000000000000',
    '1000000000000000.00',
    ' 1',
    '1\n',
    '',
  ],
  digest: [
    'a'.repeat(63),
    'a'.repeat(65),
    'A'.repeat(64),
    'g'.repeat(64),
    `${'a'.repeat(64)}\n`,
    `0x${'a'.repeat(62)}`,
    '',
  ],
  choice: ['', 'normal', 'OTHERWISE'],
  whole: [1.5, 2 ** 53],
  tags: [['GREEN', 'GREEN'], ['green'], ['GREEN', '']],
  /** What fits no type follows from the report that it replaces. */
  replacement: [],
} as const;

export type Kind = keyof typeof wrongValues | 'borrower';

/** Members of the data by their kind; those with `?` may be absent. */
const members: Readonly<Record<ExampleType, Readonly<Record<string, Kind>>>> = {
  'loan.opened': {
    effectiveDate: 'date',
    borrower: 'borrower',
    outstandingPrincipal: 'money',
    startDate: 'date',
    legStartDate: 'date',
    maturityDate: 'date',
    product: 'choice',
    guarantee: 'choice',
    classification: 'choice',
    renewalCount: 'whole',
    tags: 'tags',
  },
  'loan.issued': {
    effectiveDate: 'date',
    borrower: 'borrower',
    principal: 'money',
    maturityDate: 'date',
    product: 'choice',
    rateBp: 'whole',
    guarantee: 'choice',
    tags: 'tags',
    'noteNo?': 'identifier',
    'drawdownTime?': 'timeOfDay',
  },
  'loan.renewed': {
    effectiveDate: 'date',
    renewalNo: 'whole',
    renewedAmount: 'money',
    topUpAmount: 'money',
    signedDate: 'date',
    newMaturityDate: 'date',
    classification: 'choice',
    mode: 'choice',
    'newNoteNo?': 'identifier',
    'rateBp?': 'whole',
  },
  'loan.extended': { effectiveDate: 'date', newMaturityDate: 'date' },
  'loan.repaid': { effectiveDate: 'date', amount: 'money', 'repaymentNo?': 'identifier' },
  'loan.reclassified': {
    effectiveDate: 'date',
    classification: 'choice',
    overduePrincipal: 'money',
    overdueInterest: 'money',
  },
  'loan.written-off': { effectiveDate: 'date', amount: 'money' },
  'loan.cancelled': { effectiveDate: 'date', reason: 'text' },
  'borrower.first-time-flagged': {
    effectiveDate: 'date',
    borrower: 'borrower',
    enquiryDate: 'date',
    enquirySerialHash: 'digest',
  },
  'bailout.disbursed': {
    effectiveDate: 'date',
    programme: 'identifier',
    kind: 'choice',
    borrower: 'borrower',
    amount: 'money',
    'loanId?': 'identifier',
  },
  'bailout.returned': { effectiveDate: 'date', programme: 'identifier', amount: 'money' },
  'indicator.reported': {
    effectiveDate: 'date',
    value: 'quantity',
    unit: 'choice',
    asAt: 'date',
    'scope?': 'text',
  },
  'event.corrected': { effectiveDate: 'date', replacement: 'replacement', reason: 'text' },
  'event.reversed': { effectiveDate: 'date', reason: 'text' },
};

/** JSON values of which none is right for any member but one of its own type. */
const jsonValues: readonly unknown[] = [null, true, 0, 1, '', [], {}, 'text'];

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOfType: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  date: (value) => typeof value === 'string',
  money: (value) => typeof value === 'string',
  quantity: (value) => typeof value === 'string',
  digest: (value) => typeof value === 'string',
  identifier: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string',
  timeOfDay: (value) => typeof value === 'string',
  choice: (value) => typeof value === 'string',
  whole: (value) => typeof value === 'number',
  tags: (value) => Array.isArray(value),
  borrower: isObject,
  replacement: isObject,
};

export const wrongTypesFor = (kind: Kind): readonly unknown[] =>
  jsonValues.filter((value) => !isOfType[kind](value));

/** `[member, kind, isOptional]` of a type. */
export const membersOf = (type: ExampleType): readonly (readonly [string, Kind, boolean])[] =>
  Object.entries(members[type]).map(([name, kind]) => [name.replace('?', ''), kind, name.endsWith('?')]);
