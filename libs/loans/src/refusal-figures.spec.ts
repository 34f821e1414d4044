import { describe, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { cancelLoan, extendLoan, reclassifyLoan, repayLoan, writeOffLoan } from './loan-servicing.js';
import { claimFirstTime } from './claim-first-time.js';
import { issueLoan, openLoan } from './begin-loan.js';
import { type Loan, loan } from './loan.js';
import { renewLoan } from './renew-loan.js';
import {
  borrower,
  cancellation,
  cancelled,
  claim,
  extension,
  issue,
  issued,
  opening,
  reclassification,
  reclassified,
  renewal,
  renewed,
  repaid,
  repayment,
  writeOff,
} from './testing/loan-cases.js';

// A refusal says by which figures: of the report and of the loan, so that whoever reads it need not look them up.

type Figures = Readonly<Record<string, string | number>>;
type Case = readonly [
  rule: string,
  facts: readonly StoredFact[],
  decide: (state: Loan) => object,
  because: Figures,
];

const today = onDay('2024-12-31');
const once = [issued()];
const over = [issued(), cancelled()];
const repaidInPart = [issued(), repaid({ amount: '0.01' })];
const renew = (changes: Parameters<typeof renewal>[0] = {}) =>
  renewLoan(asLoanId('L1'), renewal(changes), today);
const open = (changes: Parameters<typeof opening>[0]) => openLoan(asLoanId('L1'), opening(changes), today);
const issueAs = (changes: Parameters<typeof issue>[0]) => issueLoan(asLoanId('L1'), issue(changes), today);
const early = { effectiveDate: '2024-01-09' };
const drawn = { ...early, start: '2024-01-10' };
const tooMuch = '1000000.01';
const large = issued({ borrower: { ...borrower, size: 'LARGE' } });

const cases: readonly Case[] = [
  [
    'TIM-R04',
    [],
    issueAs({ maturityDate: '2024-01-10' }),
    { maturityDate: '2024-01-10', effectiveDate: '2024-01-10' },
  ],
  ['ISS-R01', [], issueAs({ principal: '0.00' }), { principal: '0.00' }],
  [
    'ISS-R01',
    [],
    issueAs({ principal: '1000000000.01' }),
    { principal: '1000000000.01', limit: '1000000000.00' },
  ],
  ['ISS-R06', [], issueAs({ rateBp: 49 }), { rateBp: 49, least: 50, most: 2400 }],
  [
    'TIM-R04',
    [],
    open({ maturityDate: '2023-05-10' }),
    { maturityDate: '2023-05-10', legStartDate: '2023-05-10' },
  ],
  ['TIM-R04', [], open({ startDate: '2023-05-11' }), { startDate: '2023-05-11', legStartDate: '2023-05-10' }],
  [
    'TIM-R04',
    [],
    open({ legStartDate: '2024-01-02' }),
    { legStartDate: '2024-01-02', effectiveDate: '2024-01-01' },
  ],
  [
    'TIM-R02',
    once,
    renew({ signedDate: '2024-12-02' }),
    { signedDate: '2024-12-02', effectiveDate: '2024-12-01' },
  ],
  ['TIM-R03', once, renew({ ...early, signedDate: '2024-01-09' }), drawn],
  [
    'TIM-R03',
    [issued(), renewed()],
    extendLoan(asLoanId('L1'), extension({ effectiveDate: '2024-11-30' }), today),
    { effectiveDate: '2024-11-30', legStart: '2024-12-01' },
  ],
  ['RNW-R01', over, renew(), { status: 'CANCELLED' }],
  ['RNW-R02', repaidInPart, renew(), { renewedAmount: '1000000.00', outstanding: '999999.99' }],
  ['RNW-R03', [issued(), renewed()], renew(), { renewalNo: 1, next: 2 }],
  [
    'RNW-R04',
    once,
    renew({ signedDate: '2024-12-21', effectiveDate: '2024-12-22' }),
    { signedDate: '2024-12-21', maturity: '2024-12-20' },
  ],
  [
    'RNW-R04',
    once,
    renew({ effectiveDate: '2024-12-22' }),
    { effectiveDate: '2024-12-22', maturity: '2024-12-20' },
  ],
  [
    'RNW-R05',
    [issued(), reclassified('2024-11-01', { overdueInterest: '0.01' })],
    renew(),
    { effectiveDate: '2024-12-01' },
  ],
  [
    'RNW-R06',
    [issued(), reclassified('2024-11-01', { classification: 'LOSS' })],
    renew({ classification: 'SPECIAL_MENTION' }),
    { classification: 'SPECIAL_MENTION', standing: 'LOSS', effectiveDate: '2024-12-01' },
  ],
  ['RNW-R07', [large], renew(), { product: 'WORKING_CAPITAL', size: 'LARGE' }],
  [
    'RNW-R08',
    once,
    renew({ newMaturityDate: '2024-12-19' }),
    { newMaturityDate: '2024-12-19', maturity: '2024-12-20' },
  ],
  [
    'EXT-R01',
    once,
    extendLoan(asLoanId('L1'), extension({ newMaturityDate: '2024-12-19' }), today),
    { newMaturityDate: '2024-12-19', maturity: '2024-12-20' },
  ],
  [
    'REP-R01',
    repaidInPart,
    repayLoan(asLoanId('L1'), repayment({ amount: tooMuch }), today),
    { amount: tooMuch, outstanding: '999999.99' },
  ],
  ['REP-R02', once, repayLoan(asLoanId('L1'), repayment({ amount: '0.00' }), today), { amount: '0.00' }],
  [
    'WOF-R01',
    repaidInPart,
    writeOffLoan(asLoanId('L1'), writeOff({ amount: tooMuch }), today),
    { amount: tooMuch, outstanding: '999999.99' },
  ],
  ['WOF-R02', once, writeOffLoan(asLoanId('L1'), writeOff({ amount: '0.00' }), today), { amount: '0.00' }],
  ['LON-R01', over, reclassifyLoan(asLoanId('L1'), reclassification(), today), { status: 'CANCELLED' }],
  ['LON-R01', over, cancelLoan(asLoanId('L1'), cancellation(), today), { status: 'CANCELLED' }],
  ['TIM-R03', once, cancelLoan(asLoanId('L1'), cancellation(early), today), drawn],
  ['FTB-R01', over, claimFirstTime(asLoanId('L1'), claim(), today), { status: 'CANCELLED' }],
  [
    'FTB-R04',
    [issued(), renewed()],
    claimFirstTime(asLoanId('L1'), claim({ effectiveDate: '2024-12-02' }), today),
    { effectiveDate: '2024-12-02', renewed: '2024-12-01' },
  ],
  [
    'FTB-R05',
    once,
    claimFirstTime(asLoanId('L1'), claim({ enquiryDate: '2024-01-11' }), today),
    { enquiryDate: '2024-01-11', drawdownDate: '2024-01-10' },
  ],
];

describe('a refusal of a loan report shows its figures', () => {
  it.each(cases)('%s %#', (rule, facts, decide, because) => {
    given(loan, ...facts)
      .when(decide)
      .thenRefused(rule, undefined, { because });
  });
});
