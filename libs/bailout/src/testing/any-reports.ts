import fc from 'fast-check';
import type { StepType } from '#reports';
import { exampleReport } from '#testing';

// Reports about few loans and few disbursements, so that they meet; most are right, some break a rule.

const amount = fc.constantFrom('0.00', '0.01', '50.00', '99.99', '100.00', '100.00', '250.00', '500.00');
const principal = fc.constantFrom('0.00', '0.01', '250.00', '500.00', '500.00', '1000.00');
const begin = fc.constantFrom('2024-01-05', '2024-01-05', '2024-03-01', '2025-01-01');
const day = fc.constantFrom(
  '2024-01-05',
  '2024-03-01',
  '2024-06-03',
  '2024-09-24',
  '2024-12-01',
  '2024-12-01',
  '2025-01-01',
);
const maturity = fc.constantFrom('2024-12-20', '2025-06-30', '2026-06-30', '2027-06-30');
const loanId = fc.constantFrom('L1', 'L2', 'L3');
const classification = fc.constantFrom('NORMAL', 'NORMAL', 'NORMAL', 'SPECIAL_MENTION', 'LOSS');
const programme = fc.constantFrom('RELIEF', 'RELIEF', 'RELIEF', 'OPEN', 'UNKNOWN');
const disbursementId = fc.constantFrom('D1', 'D1', 'D2', 'D3');

const constants = (members: Readonly<Record<string, string>>): Record<string, fc.Arbitrary<string>> =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, fc.constant(value)]));

const kinds: Readonly<
  Record<StepType, readonly [subject: fc.Arbitrary<string>, changes: fc.Arbitrary<object>]>
> = {
  'loan.opened': [
    loanId,
    fc.record({
      effectiveDate: begin,
      outstandingPrincipal: principal,
      maturityDate: maturity,
      renewalCount: fc.nat(3),
      classification,
    }),
  ],
  'loan.issued': [loanId, fc.record({ effectiveDate: begin, principal, maturityDate: maturity })],
  'loan.renewed': [
    loanId,
    fc.record({
      effectiveDate: day,
      signedDate: day,
      renewalNo: fc.constantFrom(1, 1, 2, 3),
      renewedAmount: amount,
      topUpAmount: amount,
      newMaturityDate: maturity,
      classification,
    }),
  ],
  'loan.repaid': [
    loanId,
    fc.record({ effectiveDate: day, amount, repaymentNo: fc.constantFrom('R1', 'R2', 'R3', 'R4') }),
  ],
  'loan.extended': [loanId, fc.record({ effectiveDate: day, newMaturityDate: maturity })],
  'loan.reclassified': [
    loanId,
    fc.record({
      effectiveDate: day,
      classification,
      overduePrincipal: fc.constantFrom('0.00', '0.00', '0.01'),
      overdueInterest: fc.constantFrom('0.00', '0.00', '0.01'),
    }),
  ],
  'loan.written-off': [loanId, fc.record({ effectiveDate: day, amount })],
  'loan.cancelled': [loanId, fc.record({ effectiveDate: day })],
  'borrower.first-time-flagged': [
    loanId,
    fc.record({
      effectiveDate: day,
      enquiryDate: fc.constantFrom('2023-12-01', '2024-01-05', '2024-01-05', '2024-03-02'),
    }),
  ],
  'bailout.disbursed': [
    disbursementId,
    fc.record({
      effectiveDate: begin,
      programme,
      amount: principal,
      loanId: fc.constantFrom(undefined, undefined, undefined, 'L1', 'L2'),
      kind: fc.constantFrom('RELIEF_LOAN', 'BRIDGE', 'DEFERRAL'),
    }),
  ],
  'bailout.returned': [disbursementId, fc.record({ effectiveDate: day, programme, amount })],
  'indicator.reported': [
    fc.constantFrom('PREMIUM', 'PREMIUM', 'BRANCHES', 'UNKNOWN'),
    fc
      .constantFrom(
        { value: '5.00', unit: 'CNY' },
        { value: '6.00', unit: 'CNY' },
        { value: '7', unit: 'COUNT' },
      )
      .chain((quantity) => fc.record({ effectiveDate: day, asAt: day, ...constants(quantity) })),
  ],
};

/** Without members that are undefined, which JSON cannot say. */
export const asSent = (value: object): object => JSON.parse(JSON.stringify(value)) as object;

const reportOf = (type: StepType): fc.Arbitrary<object> => {
  const [subject, changes] = kinds[type];
  return fc
    .tuple(subject, changes)
    .map(([about, data]) => asSent(exampleReport(type, data, { subject: about })));
};

/** Loans begin more often than they are cancelled, so that most have a life. */
const aboutLoans = [
  { weight: 4, arbitrary: reportOf('loan.issued') },
  { weight: 2, arbitrary: reportOf('loan.opened') },
  { weight: 6, arbitrary: reportOf('loan.renewed') },
  { weight: 3, arbitrary: reportOf('loan.extended') },
  { weight: 8, arbitrary: reportOf('loan.repaid') },
  { weight: 3, arbitrary: reportOf('loan.reclassified') },
  { weight: 3, arbitrary: reportOf('loan.written-off') },
  { weight: 1, arbitrary: reportOf('loan.cancelled') },
  { weight: 6, arbitrary: reportOf('borrower.first-time-flagged') },
];

const report = fc.oneof(
  ...aboutLoans,
  { weight: 5, arbitrary: reportOf('bailout.disbursed') },
  { weight: 4, arbitrary: reportOf('bailout.returned') },
  { weight: 3, arbitrary: reportOf('indicator.reported') },
);

/** Bounds are meant: short lists of reports hardly meet. */
const many = <Value>(value: fc.Arbitrary<Value>, most: number): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: 1, maxLength: most, size: 'max' });

const underOwnIds = (reports: fc.Arbitrary<object[]>): fc.Arbitrary<readonly object[]> =>
  reports.map((list) => list.map((each, no) => ({ ...each, id: `r${no}` })));

/** Each under an id of its own. */
export const anyReports = (most = 50): fc.Arbitrary<readonly object[]> => underOwnIds(many(report, most));

/** Loans and nothing else. */
export const anyLoanReports = (most = 50): fc.Arbitrary<readonly object[]> =>
  underOwnIds(many(fc.oneof(...aboutLoans), most));

/** Money that goes out and comes back, and nothing else. */
export const anyBailoutReports = (most = 50): fc.Arbitrary<readonly object[]> =>
  underOwnIds(many(fc.oneof(reportOf('bailout.disbursed'), reportOf('bailout.returned')), most));

/** Some under an id that another has. */
export const anyReportsSharingIds = (most = 50): fc.Arbitrary<readonly object[]> =>
  many(fc.tuple(report, fc.nat(most)), most).map((reports) =>
    reports.map(([each, no]) => ({ ...each, id: `r${no}` })),
  );
