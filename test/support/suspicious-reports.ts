import { expect } from '@jest/globals';
import { enterprise, issuedLoan, renewedLoan, reportOf, usccOf } from './reports.js';
import { east, north, south } from './three-banks.js';

/* What each signal points at, as banks would report it. All of it is effective from the last days of 2024 on, and none of it in SH24-RENEW. */

export const reliefProgramme = 'RELIEF-25';

const loan = (bank: string, id: string, borrower: number, day: string, more: object = {}): object =>
  issuedLoan(bank, id, borrower, { effectiveDate: day, maturityDate: '2026-01-10', ...more });

const repaid = (bank: string, id: string, loanId: string, effectiveDate: string, amount: string): object =>
  reportOf(bank, id, 'loan.repaid', loanId, { effectiveDate, amount });

const claimed = (bank: string, loanId: string, borrower: number, effectiveDate: string): object =>
  reportOf(bank, `claim-${loanId}`, 'borrower.first-time-flagged', loanId, {
    effectiveDate,
    borrower: enterprise(borrower),
    enquiryDate: effectiveDate,
    enquirySerialHash: 'a'.repeat(64),
  });

const relief = (bank: string, effectiveDate: string): object =>
  reportOf(bank, `relief-${bank}`, 'bailout.disbursed', `R-${bank}`, {
    effectiveDate,
    programme: reliefProgramme,
    kind: 'RELIEF_LOAN',
    borrower: enterprise(90),
    amount: '900000.00',
  });

export const suspiciousReports: Readonly<Record<string, readonly object[]>> = {
  [north]: [
    // Renewed a third time, and bad within half a year.
    reportOf(north, 'open-G-1', 'loan.opened', 'G-1', {
      effectiveDate: '2025-01-01',
      borrower: enterprise(91),
      outstandingPrincipal: '800000.00',
      startDate: '2021-05-10',
      legStartDate: '2024-05-10',
      maturityDate: '2025-05-09',
      product: 'WORKING_CAPITAL',
      guarantee: 'MORTGAGE',
      classification: 'NORMAL',
      renewalCount: 2,
      tags: [],
    }),
    renewedLoan(north, 'G-1', 3, {
      effectiveDate: '2025-05-06',
      signedDate: '2025-05-06',
      renewedAmount: '800000.00',
      newMaturityDate: '2026-05-06',
    }),
    reportOf(north, 'bad-G-1', 'loan.reclassified', 'G-1', {
      effectiveDate: '2025-08-04',
      classification: 'SUBSTANDARD',
      overduePrincipal: '800000.00',
      overdueInterest: '0.00',
    }),
    // Repaid here and issued elsewhere.
    loan(north, 'G-2', 92, '2025-02-03'),
    repaid(north, 'repay-G-2', 'G-2', '2025-03-10', '1000000.00'),
    relief(north, '2025-03-03'),
  ],
  [south]: [
    loan(south, 'H-1', 92, '2025-03-10', { principal: '990000.00' }),
    // Twice.
    loan(south, 'H-2', 93, '2025-02-04'),
    repaid(south, 'repay-H-2', 'H-2', '2025-04-01', '50000.00'),
    repaid(south, 'repay-H-2-again', 'H-2', '2025-04-01', '50000.00'),
    // Claimed here and there, nobody knows who was first.
    loan(south, 'H-3', 94, '2025-02-05'),
    claimed(south, 'H-3', 94, '2025-02-05'),
    relief(south, '2025-04-07'),
  ],
  [east]: [
    loan(east, 'K-1', 94, '2025-02-05'),
    claimed(east, 'K-1', 94, '2025-02-05'),
    // A first loan for the sake of the first loan.
    loan(east, 'K-2', 95, '2025-02-06', { principal: '8000.00' }),
    claimed(east, 'K-2', 95, '2025-02-06'),
    repaid(east, 'repay-K-2', 'K-2', '2025-02-20', '8000.00'),
    relief(east, '2025-05-30'),
    // Most of December on its last days.
    loan(east, 'K-3', 96, '2024-12-10', { principal: '300000.00' }),
    loan(east, 'K-4', 97, '2024-12-30', { principal: '700000.00' }),
    reportOf(east, 'correct-K-3', 'event.corrected', 'issue-K-3', {
      effectiveDate: '2025-01-02',
      replacement: {
        effectiveDate: '2024-12-10',
        borrower: enterprise(96),
        principal: '200000.00',
        maturityDate: '2026-01-10',
        product: 'WORKING_CAPITAL',
        rateBp: 380,
        guarantee: 'CREDIT',
        tags: [],
      },
      reason: 'typing error',
    }),
    // Refused: no such loan.
    repaid(east, 'repay-none', 'NONE', '2025-02-20', '8000.00'),
  ],
};

/** Each signal, a filter beside it, and what is listed. */
export const raisedSignals: [signal: string, filter: string, anomaly: object][] = [
  ['evergreening', '', { institution: north, loanId: 'G-1', on: '2025-05-06' }],
  [
    'loss-after-renewal',
    '',
    { loanId: 'G-1', on: '2025-08-04', measured: [{ name: 'days', value: '90', threshold: '180' }] },
  ],
  ['first-time-contested', '', { institution: null, borrowerKey: usccOf(94), on: '2025-02-05' }],
  [
    'first-time-repaid-early',
    '',
    { institution: east, loanId: 'K-2', measured: [{ name: 'days', value: '14', threshold: '30' }] },
  ],
  [
    'first-time-small',
    '',
    { loanId: 'K-2', measured: [{ name: 'principal', value: '8000.00', threshold: '10000.00' }] },
  ],
  [
    'bailout-from-many-banks',
    '',
    {
      borrowerKey: usccOf(90),
      period: { from: '2025-03-03', to: '2025-05-30' },
      measured: [
        { name: 'banks', value: '3', threshold: '3' },
        { name: 'days', value: '88', threshold: '90' },
      ],
    },
  ],
  [
    'month-end-spike',
    '&to=2024-12-31',
    {
      institution: east,
      on: '2024-12-31',
      period: { from: '2024-12-27', to: '2024-12-31' },
      measured: [
        { name: 'share', value: '0.7777', threshold: '0.35' },
        { name: 'workingDays', value: '3', threshold: null },
      ],
      facts: [expect.objectContaining({ stream: `loan-${east}-K-4` })],
      factsInAll: 1,
    },
  ],
  [
    'round-trip',
    '',
    {
      institution: south,
      loanId: 'H-1',
      measured: [
        { name: 'share', value: '0.0101', threshold: '0.02' },
        { name: 'repaid', value: '1000000.00', threshold: null },
        { name: 'issued', value: '990000.00', threshold: null },
      ],
    },
  ],
  ['probable-duplicate', '', { institution: south, loanId: 'H-2', on: '2025-04-01' }],
  [
    'late-reports',
    `&institution=${north}`,
    { institution: north, period: { from: '2025-10-01', to: '2025-10-09' } },
  ],
  [
    'many-corrections',
    '',
    {
      institution: east,
      measured: [
        { name: 'share', value: '0.1111', threshold: '0.01' },
        { name: 'reports', value: '9', threshold: null },
      ],
    },
  ],
  [
    'many-refusals',
    '',
    {
      institution: east,
      measured: [
        { name: 'share', value: '0.1000', threshold: '0.02' },
        { name: 'reports', value: '10', threshold: null },
      ],
    },
  ],
  ['report-id-reused', '', { institution: south, on: '2025-10-09' }],
  ['silent', `&institution=${north}&to=2024-06-30`, { institution: north, on: '2024-01-10' }],
];
