import {
  after,
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
} from './case-reports.js';

// Rules and marks of seamless renewals: of a loan of 1,000,000.00 due on 2024-12-20 unless told otherwise.

/** Two renewals of the same loan. */
const renewals = (
  fires: object,
  nearest: object = {},
  pointer?: string,
  before: readonly CaseReport[] = [issued()],
): RuleCase => ({
  fires: after(before, renewed(fires)),
  nearest: after(before, renewed(nearest)),
  ...(pointer === undefined ? {} : { pointer }),
});

/** The same renewal of two loans. */
const loans = (
  fires: readonly CaseReport[],
  nearest: readonly CaseReport[],
  pointer?: string,
  renewal: object = {},
): RuleCase => ({
  fires: after(fires, renewed(renewal)),
  nearest: after(nearest, renewed(renewal)),
  ...(pointer === undefined ? {} : { pointer }),
});

const on = (effectiveDate: string, more: object = {}): object => ({
  effectiveDate,
  signedDate: effectiveDate,
  ...more,
});

const normal = { classification: 'NORMAL', overduePrincipal: '0.00', overdueInterest: '0.00' };
const overdue = (effectiveDate: string, more: object): CaseReport =>
  reclassified({ ...normal, effectiveDate, ...more });
const special = { classification: 'SPECIAL_MENTION' };
/** Due within 90 days of the change of the rule, so that no other mark is set. */
const autumn = (): CaseReport => issued({ maturityDate: '2024-11-20' });
const carried = (renewalNo: number): object => ({ renewalNo, renewedAmount: '800000.00' });

export const renewalCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'RNW-R01': [
    loans([issued(), cancelled()], [issued()], '/subject'),
    loans(
      [issued(), repaid({ amount: '1000000.00' })],
      [issued(), repaid({ amount: '999999.99' })],
      '/subject',
      {
        renewedAmount: '0.01',
      },
    ),
  ],
  'RNW-R02': [
    renewals({ renewedAmount: '1000000.01' }, {}, '/data/renewedAmount'),
    renewals({ renewedAmount: '0.00' }, { renewedAmount: '0.01' }, '/data/renewedAmount'),
  ],
  'RNW-R03': [
    { ...renewals({ renewalNo: 2 }, {}, '/data/renewalNo'), retryable: true },
    renewals(on('2024-05-09', carried(1)), on('2024-05-09', carried(2)), '/data/renewalNo', [opened()]),
  ],
  'RNW-R04': [
    renewals(on('2024-12-21'), on('2024-12-20'), '/data/signedDate'),
    renewals({ effectiveDate: '2024-12-21' }, { effectiveDate: '2024-12-20' }, '/data/effectiveDate'),
    loans(
      [issued()],
      [issued(), extended({ newMaturityDate: '2024-12-21' })],
      '/data/signedDate',
      on('2024-12-21'),
    ),
  ],
  'RNW-R05': [
    loans(
      [issued(), overdue('2024-12-01', { overdueInterest: '0.01' })],
      [issued(), overdue('2024-12-02', { overdueInterest: '0.01' })],
      '/data/effectiveDate',
    ),
    loans(
      [issued(), overdue('2024-07-01', { overduePrincipal: '0.01' })],
      [issued(), overdue('2024-07-01', { overduePrincipal: '0.01' }), overdue('2024-07-02', {})],
      '/data/effectiveDate',
    ),
  ],
  'RNW-R06': [
    renewals(on('2024-09-23', special), on('2024-09-24', special), '/data/classification', [autumn()]),
    renewals(on('2024-09-23'), on('2024-09-24'), '/data/classification', [
      autumn(),
      overdue('2024-07-01', special),
    ]),
    renewals({ classification: 'SUBSTANDARD' }, special, '/data/classification'),
    loans(
      [issued(), overdue('2024-12-01', { classification: 'LOSS' })],
      [issued(), overdue('2024-12-02', { classification: 'LOSS' })],
      '/data/classification',
    ),
  ],
  'RNW-R07': [
    loans([issued({ product: 'TRADE' })], [issued({ product: 'PERSONAL_BUSINESS' })], '/subject'),
    loans(
      [issued({ borrower: { ...firm, size: 'LARGE' } })],
      [issued({ borrower: { ...firm, size: 'MEDIUM' } })],
      '/subject',
    ),
  ],
  'RNW-R08': [
    renewals({ newMaturityDate: '2024-12-20' }, { newMaturityDate: '2024-12-21' }, '/data/newMaturityDate'),
  ],
  'RNW-W11': [renewals({ signedDate: '2024-09-20' }, { signedDate: '2024-09-21' })],
  'RNW-W12': [
    {
      fires: after([opened({ renewalCount: 2 })], renewed(on('2024-05-09', carried(3)))),
      nearest: after([opened({ renewalCount: 1 })], renewed(on('2024-05-09', carried(2)))),
    },
    renewals(on('2024-05-09', carried(2)), on('2024-05-08', carried(2)), undefined, [
      opened({ startDate: '2021-05-08' }),
    ]),
  ],
  'RNW-W13': [
    renewals(special),
    loans([issued(), overdue('2024-12-01', special)], [issued(), overdue('2024-12-02', special)]),
  ],
  'RNW-W14': [renewals({ renewedAmount: '999999.99' })],
};
