import {
  after,
  alone,
  cancelled,
  claimed,
  disbursed,
  extended,
  firm,
  indicator,
  issued,
  opened,
  person,
  reclassified,
  renewed,
  repaid,
  returned,
  type RuleCase,
  type CaseReport,
  writtenOff,
} from './case-reports.js';

// Rules of form, of who sends, of what is referred to, and of time. Today is 2024-12-31, noon in Shanghai.

const residentNumber = '11010519491231002X';
const token = `P1_${'A2'.repeat(13)}`;

/** What is told of a loan that must be there, each for itself. */
const ofALoan: readonly CaseReport[] = [
  renewed(),
  extended(),
  repaid(),
  reclassified(),
  writtenOff(),
  cancelled(),
  claimed(),
];

const elsewhere = (changes: object): object => ({ borrower: { ...firm, ...changes } });

export const formCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'SCH-R01': [
    {
      fires: after([issued()], repaid({ amount: '1.0' })),
      nearest: after([issued()], repaid({ amount: '1.00' })),
      pointer: '/data/amount',
    },
    {
      fires: after([issued()], repaid({ Amount: '1.00' })),
      nearest: after([issued()], repaid()),
      pointer: '/data',
    },
    {
      fires: after([issued()], claimed({ enquirySerialHash: 'A'.repeat(64) })),
      nearest: after([issued()], claimed({ enquirySerialHash: 'a'.repeat(64) })),
      pointer: '/data/enquirySerialHash',
    },
    {
      fires: alone(indicator({ value: '12' })),
      nearest: alone(indicator({ value: '12.00' })),
      pointer: '/data/value',
    },
  ],
  'IDN-R01': [
    {
      fires: alone(issued(elsewhere({ id: '913100001322602501' }))),
      nearest: alone(issued(elsewhere({ id: '91310000132260250X' }))),
      pointer: '/data/borrower/id',
    },
  ],
  'IDN-R02': [
    {
      fires: alone(issued({ borrower: person(token.replace('P1', 'P2')) })),
      nearest: alone(issued({ borrower: person(token) })),
      pointer: '/data/borrower/id',
    },
    {
      fires: after([issued({ borrower: person(token) })], claimed({ borrower: person(`${token}A`) })),
      nearest: after([issued({ borrower: person(token) })], claimed({ borrower: person(token) })),
      pointer: '/data/borrower/id',
    },
  ],
  'IDN-R03': [
    {
      fires: alone(issued({}, { source: '/institutions/C1010311000013' })),
      nearest: alone(issued()),
      pointer: '/source',
    },
  ],
  'IDN-R04': [
    {
      fires: after([issued()], cancelled({ reason: `drawn by ${residentNumber}` })),
      // Another check character: a number like any other.
      nearest: after([issued()], cancelled({ reason: `drawn by ${residentNumber.replace('X', '1')}` })),
      pointer: '',
    },
  ],
  'IDN-R05': [
    {
      fires: alone(issued({}, {}, 'suspended')),
      nearest: alone(issued({}, {}, 'reinstated')),
      pointer: '/source',
      retryable: true,
    },
  ],
  'IDN-R06': [
    {
      fires: alone(issued({}, {}, 'insurer')),
      nearest: alone(indicator({}, {}, 'insurer')),
      pointer: '/type',
    },
  ],
  'DUP-R01': [
    {
      fires: after(
        [issued({}, { id: 'twice-otherwise' })],
        issued({ rateBp: 381 }, { id: 'twice-otherwise' }),
      ),
      nearest: after([issued({}, { id: 'twice-the-same' })], issued({}, { id: 'twice-the-same' })),
      pointer: '/id',
    },
  ],
  'DUP-R02': [
    {
      fires: after([issued()], issued({ rateBp: 381 })),
      nearest: after([issued({}, { subject: 'another-loan' })], issued({ rateBp: 381 })),
      pointer: '/subject',
    },
    { fires: after([issued(), cancelled()], opened()), nearest: alone(opened()), pointer: '/subject' },
  ],
};

export const referenceCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'REF-R01': [
    {
      fires: alone(issued(elsewhere({ district: '310103' }))),
      nearest: alone(issued(elsewhere({ district: '310104' }))),
      pointer: '/data/borrower/district',
    },
    {
      fires: alone(opened(elsewhere({ industry: 'A06' }))),
      nearest: alone(opened(elsewhere({ industry: 'A05' }))),
      pointer: '/data/borrower/industry',
    },
    {
      fires: after([issued()], claimed(elsewhere({ district: '310103' }))),
      nearest: after([issued()], claimed(elsewhere({ district: '310104' }))),
      pointer: '/data/borrower/district',
    },
    {
      fires: alone(indicator({}, { subject: 'loan-balance' })),
      nearest: alone(indicator({}, { subject: 'tech-loan-balance' })),
      pointer: '/subject',
      retryable: true,
    },
  ],
  'REF-R02': [
    ...ofALoan.map((report): RuleCase => ({
      fires: alone(report),
      nearest: after([issued()], report),
      pointer: '/subject',
      retryable: true,
    })),
    {
      fires: alone(disbursed({ loanId: 'not-there' })),
      nearest: after([issued({}, { subject: 'there' })], disbursed({ loanId: 'there' })),
      pointer: '/data/loanId',
      retryable: true,
    },
    {
      fires: alone(returned()),
      nearest: after([disbursed()], returned()),
      pointer: '/subject',
      retryable: true,
    },
  ],
  'REF-R03': [
    {
      fires: alone(indicator({ unit: 'COUNT', value: '12' })),
      nearest: alone(indicator({ unit: 'COUNT', value: '12' }, { subject: 'tech-branches-opened' })),
      pointer: '/data/unit',
    },
  ],
};
