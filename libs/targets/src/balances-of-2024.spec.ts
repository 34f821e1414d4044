import { describe, expect, it } from '@jest/globals';
import { bankA, bankB, loanOf, reported } from '#testing';
import { targetsOf2024 } from './testing/targets-of-2024.js';

// Targets on balances as shipped, each with a figure that can be worked out on paper.

const { figure } = targetsOf2024();

describe('what stands at the end of 2024', () => {
  // One loan of each tag: 1,000,000 opened or issued + 500 topped up − 100,000 repaid − 50,000 written off = 850,500.
  const story = (loanId: string, tags: readonly string[]) => {
    const loan = loanOf(bankA, loanId);
    return [
      loan.opened('2020-05-05', { tags }),
      loan.renewed('2024-02-01', { renewedAmount: '1000000.00', topUpAmount: '500.00' }),
      loan.extended('2024-02-02'),
      loan.reclassified('2024-02-03'),
      loan.repaid('2024-12-31'),
      loan.writtenOff('2025-01-01'),
    ];
  };

  it('SH24-INCL: a balance has no beginning, and stops at the day asked and at the end of 2024', async () => {
    const facts = [...story('L1', ['INCLUSIVE', 'CHAIN']), ...story('L2', ['GREEN'])];
    const balance = async (day: string) => (await figure('SH24-INCL', facts, day)).actual;
    expect(await balance('2020-05-04')).toBe('0.00');
    expect(await balance('2020-05-05')).toBe('1000000.00');
    expect(await balance('2024-02-01')).toBe('1000500.00');
    expect(await balance('2024-12-31')).toBe('900500.00');
    expect(await balance('2025-12-31')).toBe('900500.00');
  });

  it('SH24-TECH: 1.6 trillion issued less a loan taken back; beside it what the banks report', async () => {
    const facts = [
      loanOf(bankA, 'L1').issued('2024-01-02', { tags: ['TECHNOLOGY'], principal: '1600000000000.00' }),
      loanOf(bankB, 'L2').issued('2024-01-02', { tags: ['TECHNOLOGY'], principal: '7.00' }),
      loanOf(bankB, 'L2').repaid('2024-02-02', { amount: '3.00' }),
      reported(bankA, 'tech-loan-balance', '2023-11-30', '10.00'),
      reported(bankB, 'tech-loan-balance', '2024-11-30', '20.00'),
    ];
    expect(await figure('SH24-TECH', facts)).toMatchObject({
      actual: '1600000000004.00',
      achieved: true,
      achievedOn: null,
      achievedSeq: null,
      remaining: '0.00',
      beside: [{ measure: 'tech-loan-balance', actual: '30.00' }],
    });
    expect(await figure('SH24-TECH', [...facts, loanOf(bankB, 'L2').cancelled('2024-06-01')])).toMatchObject({
      actual: '1600000000000.00',
    });
  });

  it('SH24-TECH-GROWTH: from 400 to 499.99 is under a quarter, to 500 is exactly one', async () => {
    const tags = ['TECHNOLOGY'];
    const base = loanOf(bankA, 'L1').opened('2023-12-31', { tags, outstandingPrincipal: '400.00' });
    const issued = loanOf(bankA, 'L2').issued('2024-06-03', { tags, principal: '99.99' });
    const last = loanOf(bankA, 'L3').issued('2024-12-31', { tags, principal: '0.01' });
    // 99.99 ÷ 400 = 0.249975; a quarter less that is 0.000025.
    expect(await figure('SH24-TECH-GROWTH', [base, issued, last], '2024-12-30')).toMatchObject({
      actual: '0.2499',
      ratio: '0.9999',
      achieved: false,
      remaining: '0.0000',
    });
    expect(await figure('SH24-TECH-GROWTH', [base, issued, last])).toMatchObject({
      actual: '0.2500',
      ratio: '1.0000',
      achieved: true,
      achievedOn: null,
      remaining: '0.0000',
    });
    expect(await figure('SH24-TECH-GROWTH', [base], '2023-12-30')).toMatchObject({ actual: null });
    expect(await figure('SH24-TECH-GROWTH', [base], '2023-12-31')).toMatchObject({ actual: '0.0000' });
    expect(await figure('SH24-TECH-GROWTH', [issued])).toMatchObject({ actual: null, remaining: null });
    const repaid = loanOf(bankA, 'L1').repaid('2024-03-01', { amount: '100.00' });
    expect(await figure('SH24-TECH-GROWTH', [base, repaid])).toMatchObject({
      actual: '-0.2500',
      ratio: '-1.0000',
      remaining: '0.5000',
    });
  });

  it('SH24-IP: about 20 bn is from 19 to 21 bn', async () => {
    const answers: boolean[] = [];
    for (const principal of ['18999999999.99', '19000000000.00', '21000000000.00', '21000000000.01']) {
      const facts = [loanOf(bankA, 'L1').issued('2024-06-03', { tags: ['IP_PLEDGE'], principal })];
      answers.push((await figure('SH24-IP', facts)).achieved);
    }
    expect(answers).toEqual([false, true, true, false]);
  });
});
