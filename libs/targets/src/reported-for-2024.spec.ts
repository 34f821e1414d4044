import { describe, expect, it } from '@jest/globals';
import { bankA, bankB, reported } from '#testing';
import { guarantor, insurer, targetsOf2024 } from './testing/targets-of-2024.js';

// Targets on indicators as shipped, each with a figure that can be worked out on paper.

const { figure } = targetsOf2024();

describe('what is reported for 2024', () => {
  it('SH24-GREEN: the latest as at a day of 2024 of each bank and scope, the later report of the same day', async () => {
    const green = 'green-loan-balance';
    const facts = [
      reported(bankA, green, '2023-12-31', '999.00'),
      reported(bankA, green, '2024-06-30', '100.00'),
      reported(bankA, green, '2024-03-31', '70.00'),
      reported(bankA, green, '2024-06-30', '101.00', { scope: 'Pudong' }),
      reported(bankB, green, '2024-05-31', '40.00', { on: '2024-06-15' }),
      reported(bankB, green, '2024-05-31', '41.00', { on: '2024-06-14' }),
      reported(bankB, green, '2025-01-31', '500.00'),
    ];
    const actual = async (day: string) => (await figure('SH24-GREEN', facts, day)).actual;
    expect(await actual('2023-12-31')).toBe(null);
    expect(await actual('2024-03-31')).toBe('70.00');
    // A 70, B 41; then A 100 and 101 of Pudong, B 41.
    expect(await actual('2024-05-31')).toBe('111.00');
    expect(await actual('2024-12-31')).toBe('242.00');
    expect(await actual('2025-12-31')).toBe('242.00');
  });

  it('SH24-BRANCH: 4 and 6 branches are not over ten, 7 are', async () => {
    const count = { unit: 'COUNT' as const };
    const facts = [
      reported(bankA, 'tech-branches-opened', '2024-06-30', '4', count),
      reported(bankB, 'tech-branches-opened', '2024-06-30', '6', count),
    ];
    expect(await figure('SH24-BRANCH', facts)).toMatchObject({
      actual: '10',
      ratio: '1.0000',
      achieved: false,
      remaining: '0',
    });
    const more = reported(bankB, 'tech-branches-opened', '2024-07-31', '7', count);
    expect(await figure('SH24-BRANCH', [...facts, more])).toMatchObject({ actual: '11', achieved: true });
  });

  it('SH24-INSURE: 150 bn of cover is three quarters', async () => {
    const facts = [reported(insurer, 'inclusive-insurance-cover-added', '2024-09-30', '150000000000.00')];
    expect(await figure('SH24-INSURE', facts)).toMatchObject({
      actual: '150000000000.00',
      ratio: '0.7500',
      remaining: '50000000000.00',
    });
  });

  it('SH24-PENSION: about a billion is from 950 million to 1,050 million', async () => {
    const answers: boolean[] = [];
    for (const value of ['949999999.99', '950000000.00', '1050000000.00', '1050000000.01'])
      answers.push(
        (await figure('SH24-PENSION', [reported(insurer, 'pension-premium', '2024-12-31', value)])).achieved,
      );
    expect(answers).toEqual([false, true, true, false]);
  });

  it('SH24-HEALTH: policies are counted whole', async () => {
    const facts = [reported(insurer, 'medical-account-policies', '2024-12-31', '100001', { unit: 'COUNT' })];
    expect(await figure('SH24-HEALTH', facts)).toMatchObject({
      actual: '100001',
      achieved: true,
      achievedOn: null,
      remaining: '0',
    });
  });

  it('SH24-GUARANTEE: is shown, and nothing is to be reached', async () => {
    const facts = [reported(guarantor, 'guarantee-balance', '2024-12-31', '123.45')];
    expect(await figure('SH24-GUARANTEE', facts)).toEqual({
      actual: '123.45',
      ratio: null,
      achieved: false,
      remaining: null,
      achievedOn: null,
      achievedSeq: null,
      beside: [],
    });
  });
});
