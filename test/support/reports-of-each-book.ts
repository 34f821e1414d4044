import { firstTimeFlagged } from './first-time-cases.js';
import { enterprise, issuedLoan, reportOf } from './reports.js';

/** A loan with a claim that another bank's may contest. */
export const contested = (bank: string, day: string): readonly object[] => [
  issuedLoan(bank, 'L1', 1, { effectiveDate: day }),
  firstTimeFlagged(bank, 'L1', 1, { effectiveDate: day, enquiryDate: day }),
];

/** Something for each list that there is. */
export const reportsOfEachBook = (bank: string, day: string): readonly object[] => [
  ...contested(bank, day),
  reportOf(bank, 'premium', 'indicator.reported', 'pension-premium', {
    effectiveDate: day,
    value: '5.00',
    unit: 'CNY',
    asAt: day,
  }),
  reportOf(bank, 'relief', 'bailout.disbursed', 'D1', {
    effectiveDate: day,
    programme: 'WHOLE',
    kind: 'BRIDGE',
    borrower: enterprise(1),
    amount: '5.00',
    loanId: 'L1',
  }),
];
