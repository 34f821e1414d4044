import { borrowersHead, type Chain, clock, head, lifeOf, time, unknownBorrower } from './mending.js';
import { cancelled, firm, issued, repaid, output } from './case-reports.js';

const ended = [issued(), cancelled()];

export const loanChains: readonly Chain[] = [
  {
    type: 'loan.opened',
    wrong: {
      changes: { borrower: unknownBorrower, outstandingPrincipal: '0.00', maturityDate: '2023-05-10' },
      before: [issued()],
    },
    mends: [
      ...borrowersHead(firm),
      ['DUP-R02', { before: [] }],
      time('2024-01-01'),
      clock,
      ['TIM-R04', { changes: { maturityDate: '2024-05-09' } }],
      ['ISS-R01', { changes: { outstandingPrincipal: '0.01' } }],
    ],
  },
  {
    type: 'loan.issued',
    wrong: {
      changes: { borrower: unknownBorrower, principal: '0.00', maturityDate: '2024-01-10', rateBp: 1 },
      before: [issued()],
    },
    mends: [
      ...borrowersHead(firm),
      ['DUP-R02', { before: [] }],
      time('2024-01-10'),
      clock,
      ['TIM-R04', { changes: { maturityDate: '2024-01-11' } }],
      ['ISS-R01', { changes: { principal: '0.01' } }],
      ['ISS-R06', { changes: { rateBp: 50 } }],
    ],
  },
  {
    type: 'loan.renewed',
    wrong: {
      changes: {
        signedDate: '2025-01-01',
        rateBp: 1,
        renewedAmount: '0.00',
        renewalNo: 9,
        classification: 'LOSS',
        newMaturityDate: '2024-12-20',
      },
    },
    mends: [
      ...head,
      ['REF-R02', { before: [issued({ product: 'TRADE' }), cancelled()] }],
      time('2024-01-09'),
      clock,
      ['TIM-R02', { changes: { signedDate: '2024-01-09' } }],
      ['TIM-R03', { changes: { effectiveDate: '2024-12-21', signedDate: '2024-12-21' } }],
      ['ISS-R06', { changes: { rateBp: 50 } }],
      ['RNW-R01', { before: [issued({ product: 'TRADE' }), output('loan.reclassified')] }],
      ['RNW-R02', { changes: { renewedAmount: '0.01' } }],
      ['RNW-R03', { changes: { renewalNo: 1 } }],
      ['RNW-R04', { changes: { effectiveDate: '2024-12-20', signedDate: '2024-12-20' } }],
      ['RNW-R05', { before: [issued({ product: 'TRADE' })] }],
      ['RNW-R06', { changes: { classification: 'NORMAL' } }],
      ['RNW-R07', { before: [issued()] }],
      ['RNW-R08', { changes: { newMaturityDate: '2024-12-21' } }],
    ],
  },
  {
    type: 'loan.extended',
    wrong: { changes: { newMaturityDate: '2024-12-20' } },
    mends: [
      ...lifeOf('2024-12-10', ended, [issued()]),
      ['EXT-R01', { changes: { newMaturityDate: '2024-12-21' } }],
    ],
  },
  {
    type: 'loan.repaid',
    wrong: { changes: { amount: '1000000.01' } },
    mends: [
      ...lifeOf('2024-06-03', [issued(), repaid(), cancelled()], [issued(), repaid()]),
      ['REP-R01', { changes: { amount: '0.00' } }],
      ['REP-R02', { changes: { amount: '0.01', repaymentNo: 'R-2' } }],
    ],
  },
  { type: 'loan.reclassified', wrong: {}, mends: lifeOf('2024-07-01', ended, [issued()]) },
  {
    type: 'loan.written-off',
    wrong: { changes: { amount: '1000000.01' } },
    mends: [
      ...lifeOf('2024-11-20', ended, [issued()]),
      ['WOF-R01', { changes: { amount: '0.00' } }],
      ['WOF-R02', { changes: { amount: '0.01' } }],
    ],
  },
  { type: 'loan.cancelled', wrong: {}, mends: lifeOf('2024-01-11', ended, [issued()]) },
];
