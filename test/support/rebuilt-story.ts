import { firstTimeFlagged } from './first-time-cases.js';
import { enterprise, issuedLoan, reportOf } from './reports.js';

// What every projection has rows of.

/** Of two banks both claim the same borrower. */
export const claimed = (bank: string): readonly object[] => [
  issuedLoan(bank, 'F-1', 7, { effectiveDate: '2024-11-05' }),
  firstTimeFlagged(bank, 'F-1', 7, { effectiveDate: '2024-11-05', enquiryDate: '2024-11-05' }),
  issuedLoan(bank, 'C-1', 8, { effectiveDate: '2024-11-06', tags: ['TECHNOLOGY'] }),
];

export const furtherOf = (bank: string): readonly object[] => [
  reportOf(bank, 'relief-1', 'bailout.disbursed', 'D-1', {
    effectiveDate: '2024-12-02',
    programme: 'RELIEF',
    kind: 'BRIDGE',
    borrower: enterprise(9),
    amount: '900000.00',
  }),
  reportOf(bank, 'premium', 'indicator.reported', 'pension-premium', {
    effectiveDate: '2024-12-02',
    value: '5.00',
    unit: 'CNY',
    asAt: '2024-11-30',
  }),
];

/** Defined when there are repayments already. */
export const repaidMeasure = {
  name: { zh: '还款', en: 'Repaid' },
  op: 'SUM',
  unit: 'CNY',
  sources: [{ fact: 'LoanRepaid', sign: 1, quantity: '/data/amount' }],
};
