import { type AsWritten, asWritten } from './as-written.js';
import type { FilterExpression, MeasureData, MeasureSource, Operation } from '#facts';

const source = (fact: string, quantity: string | null, sign: 1 | -1 = 1): MeasureSource => ({
  fact,
  sign,
  quantity,
});

const measure = (
  code: string,
  op: Operation,
  sources: readonly MeasureSource[],
  filter: FilterExpression | null = null,
  more: Partial<AsWritten<MeasureData>> = {},
): MeasureData =>
  asWritten({
    code,
    name: { zh: code, en: code },
    op,
    unit: op.startsWith('COUNT') ? 'COUNT' : 'CNY',
    sources,
    of: null,
    filter,
    distinct: null,
    ...more,
  });

const counting = ['RELIEF_LOAN', 'JOB_STABILITY_LOAN', 'GUARANTEED_RELIEF', 'BRIDGE', 'RELENDING_FUNDED'];
const balance = [
  source('LoanOpened', '/data/outstandingPrincipal'),
  source('LoanIssued', '/data/principal'),
  source('LoanRenewed', '/data/topUpAmount'),
  source('LoanRepaid', '/data/amount', -1),
  source('LoanWrittenOff', '/data/amount', -1),
];

/** Measures of every operation: some of the ready-made ones of 3.5, and a count. */
export const plantedMeasures: readonly MeasureData[] = [
  measure('issued-volume', 'SUM', [source('LoanIssued', '/data/principal')]),
  measure('renewal-volume', 'SUM', [source('LoanRenewed', '/data/renewedAmount')]),
  measure('renewal-volume-with-top-up', 'SUM', [
    source('LoanRenewed', '/data/renewedAmount'),
    source('LoanRenewed', '/data/topUpAmount'),
  ]),
  measure('renewals', 'COUNT', [source('LoanRenewed', null)]),
  measure(
    'bailout-volume',
    'SUM',
    [source('BailoutDisbursed', '/data/amount'), source('BailoutReturned', '/data/amount', -1)],
    { in: ['/data/kind', counting] },
  ),
  measure('loan-balance', 'BALANCE', balance),
  measure('technology-balance', 'BALANCE', balance, { eq: ['/loan/tags', 'TECHNOLOGY'] }),
  measure('technology-balance-growth', 'GROWTH', [], null, { unit: 'RATIO', of: 'technology-balance' }),
  measure(
    'first-time-borrowers',
    'COUNT_DISTINCT',
    [
      source('FirstTimeRecognised', null),
      source('FirstTimeSuperseded', null, -1),
      source('FirstTimeDenied', null, -1),
      source('FirstTimeRevoked', null, -1),
    ],
    { or: [{ eq: ['/type', 'FirstTimeRecognised'] }, { eq: ['/data/held', true] }] },
    { distinct: '/data/borrowerKey' },
  ),
  measure(
    'chain-borrowers',
    'COUNT_DISTINCT',
    [source('LoanIssued', null), source('LoanRenewed', null)],
    { eq: ['/loan/tags', 'CHAIN'] },
    { distinct: '/loan/borrowerKey' },
  ),
  measure('green-loan-balance', 'LATEST_SUM', [source('IndicatorReported', '/data/value')]),
];
