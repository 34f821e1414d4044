import { after, alone, disbursed, issued, otherFirm, returned, type RuleCase } from './case-reports.js';

// Rules of bailout money. RELIEF-2024 and OTHER-2024 are open in 2024 without a cap; of TIGHT-2024 the bank has 500,000.00.

const tight = { programme: 'TIGHT-2024' };

export const bailoutCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'BLO-R01': [
    {
      fires: alone(disbursed({ programme: 'UNHEARD-OF' })),
      nearest: alone(disbursed()),
      pointer: '/data/programme',
      retryable: true,
    },
    {
      fires: alone(disbursed({ effectiveDate: '2023-12-31' })),
      nearest: alone(disbursed({ effectiveDate: '2024-01-01' })),
      pointer: '/data/effectiveDate',
      retryable: true,
    },
  ],
  'BLO-R02': [
    {
      fires: alone(disbursed({ ...tight, amount: '500000.01' })),
      // Kinds that do not count use no allocation.
      nearest: alone(disbursed({ ...tight, amount: '500000.01', kind: 'DEFERRAL' })),
      pointer: '/data/amount',
      retryable: true,
    },
    {
      fires: alone(disbursed({ ...tight, amount: '500000.01' })),
      nearest: alone(disbursed({ ...tight, amount: '500000.00' })),
      pointer: '/data/amount',
      retryable: true,
    },
  ],
  'BLO-R03': [
    {
      fires: after([disbursed()], disbursed({ amount: '1.00' })),
      nearest: after([disbursed()], disbursed({ amount: '1.00', programme: 'OTHER-2024' })),
      pointer: '/subject',
    },
  ],
  'BLO-R04': [
    {
      fires: after([disbursed(), returned()], returned({ amount: '300000.01' })),
      nearest: after([disbursed(), returned()], returned({ amount: '300000.00' })),
      pointer: '/data/amount',
    },
  ],
  'BLO-R05': [
    {
      fires: alone(disbursed({ amount: '0.00' })),
      nearest: alone(disbursed({ amount: '0.01' })),
      pointer: '/data/amount',
    },
    {
      fires: after([disbursed()], returned({ amount: '0.00' })),
      nearest: after([disbursed()], returned({ amount: '0.01' })),
      pointer: '/data/amount',
    },
  ],
  'BLO-R07': [
    {
      fires: after([issued({}, { subject: 'lent-1' })], disbursed({ loanId: 'lent-1', borrower: otherFirm })),
      nearest: after([issued({}, { subject: 'lent-2' })], disbursed({ loanId: 'lent-2' })),
      pointer: '/data/loanId',
    },
  ],
};
