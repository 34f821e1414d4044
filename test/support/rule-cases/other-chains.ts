import { borrowersHead, type Chain, clock, head, time, unknownBorrower } from './mending.js';
import { cancelled, claimed, disbursed, firm, issued, otherFirm, renewed } from './case-reports.js';

const large = { ...firm, size: 'LARGE' };
const tight = { programme: 'TIGHT-2024' };

export const otherChains: readonly Chain[] = [
  {
    type: 'borrower.first-time-flagged',
    wrong: { changes: { borrower: unknownBorrower, enquiryDate: '2024-01-11' } },
    mends: [
      ...borrowersHead(otherFirm),
      ['REF-R02', { before: [issued(), claimed(), renewed(), cancelled()] }],
      time('2024-01-09'),
      clock,
      ['TIM-R03', { changes: { effectiveDate: '2024-12-02' } }],
      ['FTB-R01', { changes: { borrower: firm } }],
      ['FTB-R01', { before: [issued(), claimed(), renewed()] }],
      ['FTB-R02', { before: [issued(), renewed()] }],
      ['FTB-R04', { before: [issued({ borrower: large })] }],
      ['FTB-R05', { changes: { enquiryDate: '2024-01-10' } }],
      ['FTB-R07', { before: [issued()] }],
    ],
  },
  {
    type: 'bailout.disbursed',
    wrong: { changes: { borrower: unknownBorrower, ...tight, amount: '500000.01', loanId: 'nowhere' } },
    mends: [
      ...borrowersHead(otherFirm),
      [
        'REF-R02',
        {
          changes: { loanId: 'lent' },
          before: [issued({}, { subject: 'lent', id: 'lent' }), disbursed({ ...tight, amount: '0.01' })],
        },
      ],
      time('2023-12-31'),
      clock,
      ['BLO-R01', { changes: { effectiveDate: '2024-03-01' } }],
      ['BLO-R02', { changes: { amount: '0.00' } }],
      ['BLO-R03', { before: [] }],
      ['BLO-R05', { changes: { amount: '0.01' } }],
      ['BLO-R07', { changes: { borrower: firm } }],
    ],
  },
  {
    type: 'bailout.returned',
    wrong: { changes: { amount: '500000.01' } },
    mends: [
      ...head,
      ['REF-R02', { before: [disbursed()] }],
      time('2024-02-29'),
      clock,
      ['TIM-R03', { changes: { effectiveDate: '2024-03-01' } }],
      ['BLO-R04', { changes: { amount: '0.00' } }],
      ['BLO-R05', { changes: { amount: '0.01' } }],
    ],
  },
  {
    type: 'indicator.reported',
    wrong: {
      changes: { unit: 'COUNT', value: '12', asAt: '2025-01-02' },
      attributes: { subject: 'nowhere' },
    },
    mends: [
      ...head,
      ['REF-R01', { attributes: { subject: 'green-loan-balance' } }],
      ['REF-R03', { changes: { unit: 'CNY', value: '12.00' } }],
      time('2024-07-05'),
      clock,
      ['TIM-R02', { changes: { asAt: '2024-07-05' } }],
    ],
  },
];
