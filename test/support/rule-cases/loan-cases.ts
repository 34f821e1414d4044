import {
  after,
  alone,
  cancelled,
  extended,
  firm,
  issued,
  opened,
  reclassified,
  renewed,
  repaid,
  type RuleCase,
  type CaseReport,
  writtenOff,
} from './case-reports.js';

// Rules of issues, of loans that ended, of extensions, repayments and write-offs.

const medium = { borrower: { ...firm, size: 'MEDIUM' } };
const toppedUp = renewed({ topUpAmount: '500000.00' });
const repaidInAll = (amount: string): CaseReport => repaid({ amount, repaymentNo: 'R-0' });

/** One amount of the same report, of a loan of 1,000,000.00. */
const amounts = (
  report: (changes: object) => CaseReport,
  fires: string,
  nearest: string,
  before: readonly CaseReport[] = [issued()],
): RuleCase => ({
  fires: after(before, report({ amount: fires })),
  nearest: after(before, report({ amount: nearest })),
  pointer: '/data/amount',
});

export const loanCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'ISS-R01': [
    {
      fires: alone(issued({ principal: '0.00' })),
      nearest: alone(issued({ principal: '0.01' })),
      pointer: '/data/principal',
    },
    {
      fires: alone(issued({ principal: '1000000000.01' })),
      nearest: alone(issued({ principal: '1000000000.00' })),
      pointer: '/data/principal',
    },
    {
      fires: alone(issued({ principal: '1000000000.01', borrower: { ...firm, size: 'MICRO' } })),
      nearest: alone(issued({ principal: '1000000000.01', ...medium })),
      pointer: '/data/principal',
    },
    {
      fires: alone(opened({ outstandingPrincipal: '0.00' })),
      nearest: alone(opened({ outstandingPrincipal: '0.01' })),
      pointer: '/data/outstandingPrincipal',
    },
  ],
  'ISS-W03': [
    {
      fires: alone(issued({ principal: '10000000.01' })),
      nearest: alone(issued({ principal: '10000000.00' })),
    },
    {
      fires: alone(issued({ principal: '10000000.01' })),
      nearest: alone(issued({ principal: '10000000.01', tags: ['TECHNOLOGY'] })),
    },
  ],
  'ISS-R06': [
    {
      fires: alone(issued({ rateBp: 49 })),
      nearest: alone(issued({ rateBp: 50 })),
      pointer: '/data/rateBp',
    },
    {
      fires: after([issued()], renewed({ rateBp: 2401 })),
      nearest: after([issued()], renewed({ rateBp: 2400 })),
      pointer: '/data/rateBp',
    },
  ],
  'LON-R01': [
    extended(),
    repaid({ amount: '0.01' }),
    reclassified(),
    writtenOff({ amount: '0.01' }),
    cancelled(),
  ].map((report) => ({
    fires: after([issued(), repaidInAll('1000000.00')], report),
    nearest: after([issued(), repaidInAll('999999.99')], report),
    pointer: '/subject',
  })),
  // 1,000,000.00 until the day of the renewal, 1,500,000.00 from then on.
  'LON-W02': [
    {
      fires: after([issued(), toppedUp], repaid({ effectiveDate: '2024-11-30', amount: '1000000.01' })),
      nearest: after([issued(), toppedUp], repaid({ effectiveDate: '2024-11-30', amount: '1000000.00' })),
    },
    {
      fires: after([issued(), toppedUp], writtenOff({ effectiveDate: '2024-11-30', amount: '1500000.00' })),
      nearest: after([issued(), toppedUp], writtenOff({ effectiveDate: '2024-12-01', amount: '1500000.00' })),
    },
  ],
  'EXT-R01': [
    {
      fires: after([issued()], extended({ newMaturityDate: '2024-12-20' })),
      nearest: after([issued()], extended({ newMaturityDate: '2024-12-21' })),
      pointer: '/data/newMaturityDate',
    },
  ],
  'REP-R01': [
    amounts(repaid, '1000000.01', '1000000.00'),
    amounts((changes) => repaid({ ...changes, repaymentNo: 'R-2' }), '999999.99', '999999.98', [
      issued(),
      writtenOff({ amount: '0.01' }),
      repaid({ amount: '0.01' }),
    ]),
  ],
  'REP-R02': [
    amounts(repaid, '0.00', '0.01'),
    {
      fires: after([issued(), repaid()], repaid({ amount: '1.00' })),
      nearest: after([issued(), repaid()], repaid({ amount: '1.00', repaymentNo: 'R-2' })),
      pointer: '/data/repaymentNo',
    },
  ],
  'WOF-R01': [
    amounts(writtenOff, '1000000.01', '1000000.00'),
    amounts(writtenOff, '750000.01', '750000.00', [issued(), repaid()]),
  ],
  'WOF-R02': [amounts(writtenOff, '0.00', '0.01')],
};
