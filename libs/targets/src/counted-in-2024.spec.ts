import { describe, expect, it } from '@jest/globals';
import { bankA, bankB, claimOf, disbursementOf, loanOf, type Planted } from '#testing';
import { firm, firstFree, guarantor, targetsOf2024 } from './testing/targets-of-2024.js';

// Targets on flows and counts as shipped, each with a figure that can be worked out on paper.

const { after, figure } = targetsOf2024();

describe('what is counted in 2024', () => {
  it('are all there before any fact, sums and counts at zero, what is reported unknown', async () => {
    const targets = await after([]);
    expect(targets.map(({ code, actual }) => [code, actual])).toEqual([
      ['SH24-RENEW', '0.00'],
      ['SH24-FTB', '0'],
      ['SH24-BAIL', '0.00'],
      ['SH24-INCL', '0.00'],
      ['SH24-TECH', '0.00'],
      ['SH24-TECH-GROWTH', null],
      ['SH24-IP', '0.00'],
      ['SH24-GREEN', null],
      ['SH24-CHAIN', '0'],
      ['SH24-BRANCH', null],
      ['SH24-INSURE', null],
      ['SH24-PENSION', null],
      ['SH24-HEALTH', null],
      ['SH24-GUARANTEE', null],
    ]);
  });

  it('SH24-RENEW: 800 and 200 bn renewed are not yet over a trillion, one fen more is', async () => {
    const loan = loanOf(bankA, 'L1');
    const facts = [
      loan.opened('2023-12-31'),
      loan.renewed('2024-03-01', { renewedAmount: '800000000000.00', topUpAmount: '0.00' }),
      loan.renewed('2024-06-03', { renewedAmount: '200000000000.00', topUpAmount: '5.00' }),
    ];
    expect(await figure('SH24-RENEW', facts)).toMatchObject({
      actual: '1000000000000.00',
      ratio: '1.0000',
      achieved: false,
      remaining: '0.00',
      // 800 bn + 200 bn + 5 yuan
      beside: [{ measure: 'renewal-volume-with-top-up', actual: '1000000000005.00' }],
    });
    const more = loan.renewed('2024-02-01', { renewedAmount: '0.01', topUpAmount: '0.00' });
    expect(await figure('SH24-RENEW', [...facts, more])).toMatchObject({
      actual: '1000000000000.01',
      achieved: true,
      achievedOn: '2024-06-03',
      achievedSeq: firstFree + 3,
    });
  });

  it('SH24-FTB: three recognised, one of them ended, one in 2025: one counts, an enterprise', async () => {
    const loans = ['L1', 'L2', 'L3'].map((loanId) => loanOf(bankA, loanId));
    const kinds = [{}, { kind: 'INDIVIDUAL_BUSINESS' as const }, {}];
    const facts = [
      ...loans.map((loan, at) => loan.issued('2024-04-01', firm(`B${at}`, kinds[at]))),
      claimOf(bankA, 'L1', 'B0').recognised('2024-04-01'),
      claimOf(bankA, 'L2', 'B1').recognised('2024-04-01'),
      claimOf(bankA, 'L3', 'B2').recognised('2025-01-01'),
    ];
    expect(await figure('SH24-FTB', facts)).toMatchObject({
      actual: '2',
      ratio: '0.0001',
      remaining: '19998',
      beside: [{ measure: 'first-time-enterprises', actual: '1' }],
    });
    const ended = claimOf(bankA, 'L2', 'B1').superseded('2024-04-01', { held: true });
    const neverHeld = claimOf(bankA, 'L1', 'B0').denied('2024-04-01');
    expect(await figure('SH24-FTB', [...facts, ended, neverHeld])).toMatchObject({
      actual: '1',
      beside: [{ measure: 'first-time-enterprises', actual: '1' }],
    });
  });

  it('SH24-FTB: a loan taken back is ended by the arbiter once, not twice; another bank succeeds', async () => {
    const facts = [
      loanOf(bankA, 'L1').issued('2024-04-01'),
      loanOf(bankB, 'L2').issued('2024-04-02'),
      claimOf(bankA, 'L1').recognised('2024-04-01'),
      loanOf(bankA, 'L1').cancelled('2024-05-01'),
      claimOf(bankA, 'L1').revoked('2024-04-01', { held: true }),
    ];
    expect(await figure('SH24-FTB', facts.slice(0, 4))).toMatchObject({ actual: '1' });
    expect(await figure('SH24-FTB', facts)).toMatchObject({ actual: '0' });
    const succession = claimOf(bankB, 'L2').recognised('2024-04-02');
    expect(await figure('SH24-FTB', [...facts, succession])).toMatchObject({ actual: '1' });
    expect(await figure('SH24-FTB', [...facts, succession], '2024-04-01')).toMatchObject({ actual: '0' });
  });

  it('SH24-BAIL: 300 bn of a bridge less 40 bn returned, 7 bn deferred that do not count', async () => {
    const one = disbursementOf(bankA, 'B24', 'D1');
    const other = disbursementOf(guarantor, 'B24', 'D1');
    const facts = [
      one.disbursed('2024-02-01', { kind: 'BRIDGE', amount: '300000000000.00' }),
      other.disbursed('2024-02-01', { kind: 'DEFERRAL', amount: '7000000000.00' }),
      one.returned('2024-03-01', { kind: 'BRIDGE', amount: '40000000000.00' }),
      one.returned('2025-03-01', { kind: 'BRIDGE', amount: '1.00' }),
    ];
    expect(await figure('SH24-BAIL', facts)).toMatchObject({
      actual: '260000000000.00',
      ratio: '0.5200',
      remaining: '240000000000.00',
    });
  });

  it('SH24-CHAIN: a borrower counts once, on its first day in 2024, micro and small ones with the tag', async () => {
    const tags = ['CHAIN'];
    const one = loanOf(bankA, 'L1');
    const two = loanOf(bankB, 'L2');
    const facts = [
      one.opened('2023-12-31', { tags, ...firm('B1') }),
      one.renewed('2023-12-31'),
      one.renewed('2024-09-02'),
      two.issued('2024-05-06', { tags, ...firm('B1', { size: 'MICRO' }) }),
      loanOf(bankB, 'L3').issued('2024-05-07', { tags, ...firm('B2', { size: 'MEDIUM' }) }),
      loanOf(bankB, 'L4').issued('2024-05-07', { tags: ['GREEN'], ...firm('B3') }),
      loanOf(bankB, 'L5').issued('2024-05-08', { tags, ...firm('B4') }),
    ];
    const actual = async (day: string, more: readonly Planted[] = []) =>
      (await figure('SH24-CHAIN', [...facts, ...more], day)).actual;
    expect(await actual('2024-05-05')).toBe('0');
    expect(await actual('2024-05-06')).toBe('1');
    expect(await actual('2024-12-31')).toBe('2');
    // Taken back, B1's first day is that of the renewal at the other bank.
    const back = [two.cancelled('2024-10-01')];
    expect(await actual('2024-05-08', back)).toBe('1');
    expect(await actual('2024-09-02', back)).toBe('2');
  });
});
