import { enterprise } from '../reports.js';
import {
  alpha,
  beta,
  claim,
  comeBack,
  delta,
  disbursement,
  gamma,
  issue,
  loanAt,
  owner,
  renewal,
  type Strand,
} from './members.js';

/* The third quarter of 2024, written by hand. Figures that follow from it stand in the journey that tells it. */

const opening = (
  effectiveDate: string,
  borrower: object,
  outstandingPrincipal: string,
  more: object,
): object => ({
  effectiveDate,
  borrower,
  outstandingPrincipal,
  product: 'WORKING_CAPITAL',
  guarantee: 'MORTGAGE',
  classification: 'NORMAL',
  renewalCount: 0,
  tags: [],
  ...more,
});

const a1 = loanAt(alpha, 'A1');
const a5 = loanAt(alpha, 'A5');
const a10 = loanAt(alpha, 'A10');
const b6 = loanAt(beta, 'B6');
const b11 = loanAt(beta, 'B11');
const g3 = loanAt(gamma, 'G3');
const g7 = loanAt(gamma, 'G7');
const d8 = loanAt(delta, 'D8');

export const loans: readonly Strand[] = [
  [
    a1(
      'open',
      'opened',
      opening('2023-12-31', enterprise(1), '4000000.00', {
        startDate: '2022-07-20',
        legStartDate: '2023-07-20',
        maturityDate: '2024-07-19',
        renewalCount: 1,
        tags: ['INCLUSIVE', 'TECHNOLOGY'],
      }),
    ),
    renewal(alpha, 'A1', 2, '2024-07-15', ['3500000.00', '500000.00'], { flags: ['RNW-W14'] }),
    a1('repay', 'repaid', { effectiveDate: '2024-08-01', amount: '1000000.00', repaymentNo: 'R-1' }),
    disbursement(alpha, 'RA-1', '2024-07-18', ['RELIEF24', 'RELIEF_LOAN', '1200000.00'], {
      borrower: enterprise(1),
      loanId: 'A1',
    }),
    disbursement(alpha, 'RA-2', '2024-07-19', ['RELIEF24', 'FEE_INTEREST_RELIEF', '50000.00']),
    comeBack(alpha, 'RA-1', '2024-09-05', ['RELIEF24', '200000.00']),
    disbursement(alpha, 'RA-3', '2024-09-06', ['RELIEF24', 'RELIEF_LOAN', '1000000.01'], {
      refused: 'BLO-R02',
    }),
  ],
  // The same firm on the same day at two banks, each with its time of drawdown: the earlier one is the first.
  [
    issue(alpha, 'A2', '2024-07-08', enterprise(2, { district: '310101', industry: 'I65' }), '2000000.00', {
      tags: ['CHAIN', 'TECHNOLOGY'],
      drawdownTime: '10:30:00',
    }),
    claim(alpha, 'A2', '2024-07-09', enterprise(2)),
  ],
  [
    issue(beta, 'B2', '2024-07-08', enterprise(2), '800000.00', {
      tags: ['INCLUSIVE', 'CHAIN'],
      drawdownTime: '09:15:00',
    }),
    claim(beta, 'B2', '2024-07-10', enterprise(2)),
  ],
  // Two banks again, but the loan of one of them never became effective.
  [
    issue(gamma, 'G3', '2024-07-22', enterprise(3), '1500000.00', { tags: ['INCLUSIVE'] }),
    claim(gamma, 'G3', '2024-07-22', enterprise(3)),
    g3('cancel', 'cancelled', { effectiveDate: '2024-07-25', reason: 'The drawdown was not made.' }),
  ],
  [
    issue(delta, 'D3', '2024-07-22', enterprise(3), '900000.00'),
    claim(delta, 'D3', '2024-07-23', enterprise(3)),
  ],
  [
    issue(delta, 'D4', '2024-08-12', owner, '300000.00', {
      product: 'PERSONAL_BUSINESS',
      tags: ['INCLUSIVE'],
      drawdownTime: '14:00:00',
    }),
    claim(delta, 'D4', '2024-08-12', owner),
  ],
  // A loan that was paid back long ago is a prior loan all the same.
  [
    a5(
      'open',
      'opened',
      opening('2024-07-01', enterprise(5), '200000.00', {
        startDate: '2021-03-01',
        legStartDate: '2024-03-01',
        maturityDate: '2025-02-28',
        renewalCount: 3,
      }),
    ),
    a5('repay', 'repaid', { effectiveDate: '2024-07-31', amount: '200000.00' }),
  ],
  [
    issue(beta, 'B5', '2024-08-20', enterprise(5), '500000.00'),
    claim(beta, 'B5', '2024-08-21', enterprise(5)),
  ],
  [
    issue(beta, 'B6', '2024-08-05', enterprise(6, { size: 'SMALL' }), '6000000.00', {
      guarantee: 'PLEDGE',
      tags: ['TECHNOLOGY', 'IP_PLEDGE'],
    }),
    b6('watch', 'reclassified', {
      effectiveDate: '2024-08-30',
      classification: 'SPECIAL_MENTION',
      overduePrincipal: '0.00',
      overdueInterest: '0.00',
    }),
    b6('extend', 'extended', { effectiveDate: '2024-09-12', newMaturityDate: '2025-09-30' }),
    b6('write-off', 'written-off', { effectiveDate: '2024-09-27', amount: '1000000.00' }),
  ],
  // From 24 September 2024 on a loan under special mention may be renewed.
  [
    issue(gamma, 'G7', '2024-07-03', enterprise(7, { size: 'MEDIUM' }), '3000000.00', {
      maturityDate: '2024-09-26',
    }),
    g7('watch', 'reclassified', {
      effectiveDate: '2024-09-20',
      classification: 'SPECIAL_MENTION',
      overduePrincipal: '0.00',
      overdueInterest: '0.00',
    }),
    renewal(gamma, 'G7', 1, '2024-09-23', ['2800000.00', '0.00'], {
      word: 'renew-early',
      refused: 'RNW-R06',
    }),
    renewal(gamma, 'G7', 1, '2024-09-25', ['2800000.00', '0.00'], {
      classification: 'SPECIAL_MENTION',
      flags: ['RNW-W13', 'RNW-W14'],
    }),
  ],
  [
    d8(
      'open',
      'opened',
      opening('2023-12-31', enterprise(8), '10000000.00', {
        startDate: '2023-05-05',
        legStartDate: '2023-05-05',
        maturityDate: '2025-05-04',
        tags: ['TECHNOLOGY'],
      }),
    ),
    d8('repay', 'repaid', { effectiveDate: '2024-09-30', amount: '1000000.00' }),
  ],
  [
    issue(gamma, 'G9', '2024-09-03', enterprise(9, { size: 'MEDIUM' }), '2500000.00', {
      tags: ['CHAIN', 'GREEN'],
    }),
  ],
  [
    a10(
      'open',
      'opened',
      opening('2023-12-31', enterprise(10, { size: 'SMALL' }), '600000.00', {
        startDate: '2023-09-10',
        legStartDate: '2023-09-10',
        maturityDate: '2024-09-09',
        tags: ['CHAIN'],
      }),
    ),
    renewal(alpha, 'A10', 1, '2024-09-02', ['600000.00', '0.00']),
  ],
  [
    issue(beta, 'B11', '2024-07-10', enterprise(11), '700000.00', { maturityDate: '2024-09-30' }),
    renewal(beta, 'B11', 1, '2024-09-25', ['700000.00', '0.00']),
    b11('cancel', 'cancelled', { effectiveDate: '2024-09-28', reason: 'It was booked for another firm.' }),
  ],
  // Both on one day, neither with a time: contested until a supervisor decides.
  [
    issue(alpha, 'A13', '2024-09-11', enterprise(13), '150000.00'),
    claim(alpha, 'A13', '2024-09-12', enterprise(13)),
  ],
  [
    issue(gamma, 'G13', '2024-09-11', enterprise(13), '150000.00'),
    claim(gamma, 'G13', '2024-09-12', enterprise(13)),
  ],
];
