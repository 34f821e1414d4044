import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { type CandidatePage, defaultThresholds, type KeptSignal, type Receipt } from './candidate.js';
import { hitOf, isAbove, shareOf } from './hit.js';

/* Where the thresholds of the contract lie: with the nearest value that is listed, and the nearest that is not. */

const measured = (
  signal: KeptSignal,
  values: CandidatePage['values'],
  receipts: readonly Receipt[] = [],
  banks: readonly string[] = ['A', 'B', 'C', 'D'],
) => {
  const page = { institution: 'A', borrowerKey: 'b', loanId: 'L', on: '2024-03-01', values, facts: [7, 9] };
  const candidate = { signal, key: 'k', institutions: ['A'], page: { ...page, receipts } };
  return hitOf(candidate, defaultThresholds[signal] as never, new Set(banks));
};

describe('a candidate is listed', () => {
  it.each<[KeptSignal, CandidatePage['values'], CandidatePage['values']]>([
    ['evergreening', { renewals: 3, months: 0 }, { renewals: 2, months: 35 }],
    ['evergreening', { renewals: 1, months: 36 }, { renewals: 1, months: 35 }],
    ['loss-after-renewal', { days: 180 }, { days: 181 }],
    ['first-time-repaid-early', { days: 30 }, { days: 31 }],
    ['first-time-small', { principal: '9999.99' }, { principal: '10000.00' }],
    ['round-trip', { issued: '100.00', repaid: '98.00' }, { issued: '100.00', repaid: '97.99' }],
    ['round-trip', { issued: '100.00', repaid: '102.00' }, { issued: '100.00', repaid: '102.01' }],
  ])('%s: %j, and not %j', (signal, listed, notListed) => {
    expect(measured(signal, listed)).toMatchObject({ signal, on: '2024-03-01', seqs: [7, 9], factsInAll: 2 });
    expect(measured(signal, notListed)).toBeUndefined();
  });

  it('with what was measured and the threshold that it is beyond', () => {
    expect(measured('round-trip', { issued: '100.00', repaid: '101.00' })?.measured).toEqual([
      { name: 'share', value: '0.0100', threshold: '0.02' },
      { name: 'repaid', value: '101.00', threshold: null },
      { name: 'issued', value: '100.00', threshold: null },
    ]);
    expect(measured('evergreening', { renewals: 4, months: 40 })?.measured).toEqual([
      { name: 'renewals', value: '4', threshold: '3' },
      { name: 'months', value: '40', threshold: '36' },
    ]);
  });
});

describe('relief from several banks', () => {
  const receipts = (...days: readonly (readonly [string, string])[]): readonly Receipt[] =>
    days.map(([institution, day], seq) => ({ institution, day: businessDate(day), seq }));

  it('is listed within ninety days, and not within ninety-one', () => {
    const [first, second] = [
      ['A', '2024-01-01'],
      ['B', '2024-02-01'],
    ] as const;
    const within = receipts(first, second, ['C', '2024-03-31']);
    expect(measured('bailout-from-many-banks', {}, within)).toMatchObject({
      institution: null,
      institutions: ['A', 'B', 'C'],
      period: { from: '2024-01-01', to: '2024-03-31' },
      on: '2024-03-31',
      measured: [
        { name: 'banks', value: '3', threshold: '3' },
        { name: 'days', value: '90', threshold: '90' },
      ],
      seqs: [0, 1, 2],
    });
    expect(
      measured('bailout-from-many-banks', {}, receipts(first, second, ['C', '2024-04-01'])),
    ).toBeUndefined();
  });

  it('counts banks alone, each once, and begins with the first day that is near enough', () => {
    const early = [
      ['A', '2023-01-01'],
      ['A', '2024-01-02'],
      ['B', '2024-01-03'],
      ['B', '2024-01-03'],
    ] as const;
    const found = measured('bailout-from-many-banks', {}, receipts(...early, ['C', '2024-01-04']));
    expect(found).toMatchObject({ period: { from: '2024-01-02', to: '2024-01-04' }, seqs: [1, 2, 3, 4] });
    const notAll = receipts(...early, ['C', '2024-01-04']);
    expect(measured('bailout-from-many-banks', {}, notAll, ['A', 'B'])).toBeUndefined();
    expect(measured('bailout-from-many-banks', {}, receipts(...early))).toBeUndefined();
  });
});

it('a share is compared as a fraction, and shown with four places, cut off', () => {
  expect(isAbove(1n, 20n, '0.05')).toBe(false);
  expect(isAbove(20_001n, 400_000n, '0.05')).toBe(true);
  expect(shareOf(20_001n, 400_000n)).toBe('0.0500');
  expect(shareOf(7_777_777n, 10_000_000n)).toBe('0.7777');
});
