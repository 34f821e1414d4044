import { enterprise, issuedLoan, renewedLoan, reportOf } from './reports.js';

export const [north, south, east] = ['C1010211000012', 'C1010311000013', 'C1010411000014'] as const;

/** What each of them reports in the month. */
export const reportsOf = {
  [north]: [
    issuedLoan(north, 'N-1', 1, { principal: '1000000.00' }),
    renewedLoan(north, 'N-1', 1, { renewedAmount: '1000000.00', topUpAmount: '200000.00' }),
    issuedLoan(north, 'N-2', 2, { principal: '500000.00', borrower: enterprise(2, { district: '310101' }) }),
    reportOf(north, 'repay-N-2', 'loan.repaid', 'N-2', { effectiveDate: '2024-11-30', amount: '100000.00' }),
    renewedLoan(north, 'N-2', 1, { renewedAmount: '400000.00' }),
  ],
  [south]: [
    reportOf(south, 'open-S-1', 'loan.opened', 'S-1', {
      effectiveDate: '2024-01-01',
      borrower: enterprise(3, { size: 'SMALL' }),
      outstandingPrincipal: '3000000.00',
      startDate: '2022-12-21',
      legStartDate: '2023-12-21',
      maturityDate: '2024-12-20',
      product: 'WORKING_CAPITAL',
      guarantee: 'MORTGAGE',
      classification: 'NORMAL',
      renewalCount: 1,
      tags: [],
    }),
    renewedLoan(south, 'S-1', 2, { renewedAmount: '2500000.00' }),
    issuedLoan(south, 'S-2', 4, { principal: '700000.00' }),
    renewedLoan(south, 'S-2', 1, { renewedAmount: '700000.00' }),
    reportOf(south, 'cancel-S-2', 'loan.cancelled', 'S-2', {
      effectiveDate: '2024-12-05',
      reason: 'wrong contract',
    }),
  ],
  [east]: [
    reportOf(east, 'relief-1', 'bailout.disbursed', 'E-1', {
      effectiveDate: '2024-12-02',
      programme: 'RELIEF',
      kind: 'RELIEF_LOAN',
      borrower: enterprise(5),
      amount: '900000.00',
    }),
    reportOf(east, 'relief-2', 'bailout.disbursed', 'E-2', {
      effectiveDate: '2024-12-03',
      programme: 'RELIEF',
      kind: 'FEE_INTEREST_RELIEF',
      borrower: enterprise(5),
      amount: '40000.00',
    }),
    reportOf(east, 'return-1', 'bailout.returned', 'E-1', {
      effectiveDate: '2025-01-15',
      programme: 'RELIEF',
      amount: '300000.00',
    }),
    reportOf(east, 'return-2', 'bailout.returned', 'E-1', {
      effectiveDate: '2024-12-20',
      programme: 'RELIEF',
      amount: '50000.00',
    }),
  ],
} as const;
