import {
  after,
  cancelled,
  claimed,
  firm,
  issued,
  opened,
  otherFirm,
  renewed,
  repaid,
  type RuleCase,
  type CaseReport,
} from './case-reports.js';

// Rules of first-time claims: of a loan drawn on 2024-01-10 by the firm of the examples.

/** Two claims on the same loan. */
const claims = (
  fires: object,
  nearest: object,
  pointer?: string,
  more: readonly CaseReport[] = [],
): RuleCase => ({
  fires: after([issued(), ...more], claimed(fires)),
  nearest: after([issued(), ...more], claimed(nearest)),
  ...(pointer === undefined ? {} : { pointer }),
});

/** The same claim on two loans. */
const loans = (fires: readonly CaseReport[], nearest: readonly CaseReport[], pointer: string): RuleCase => ({
  fires: after(fires, claimed()),
  nearest: after(nearest, claimed()),
  pointer,
});

export const claimCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'FTB-R01': [
    claims({ borrower: otherFirm }, { borrower: { ...firm, size: 'MICRO' } }, '/data/borrower/id'),
    loans([issued(), cancelled()], [issued(), repaid({ amount: '1000000.00' })], '/subject'),
  ],
  'FTB-R02': [
    {
      fires: after([issued(), claimed()], claimed({ enquiryDate: '2024-01-09' })),
      nearest: after(
        [issued({}, { subject: 'claimed-loan' }), claimed({}, { subject: 'claimed-loan' }), issued()],
        claimed({ enquiryDate: '2024-01-09' }),
      ),
      pointer: '/subject',
    },
  ],
  'FTB-R04': [
    loans([opened()], [issued()], '/subject'),
    claims({ effectiveDate: '2024-12-01' }, { effectiveDate: '2024-11-30' }, '/data/effectiveDate', [
      renewed(),
    ]),
  ],
  'FTB-R05': [claims({ enquiryDate: '2024-01-11' }, { enquiryDate: '2024-01-10' }, '/data/enquiryDate')],
  'FTB-W06': [claims({ enquiryDate: '2023-12-10' }, { enquiryDate: '2023-12-11' })],
  'FTB-R07': [
    loans(
      [issued({ borrower: { ...firm, size: 'LARGE' } })],
      [issued({ borrower: { ...firm, size: 'MEDIUM' } })],
      '/subject',
    ),
  ],
};
