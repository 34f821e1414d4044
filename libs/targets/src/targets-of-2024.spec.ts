import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase } from '#testing';
import type { TargetProgress } from './progress/progress-answer.js';
import { targetsProjection } from './targets.projection.js';
import { progressBothWays } from './testing/both-ways.js';
import { applied, emptied } from './testing/planted-definitions.js';
import {
  bankA,
  bankB,
  borrower,
  claimOf,
  disbursementOf,
  loanOf,
  planted,
  reported,
} from './testing/planted-facts.js';
import { shippedDefinitionFacts } from './testing/shipped-definitions.js';

// The fourteen targets as shipped, each with a figure that can be worked out on paper.

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => emptied(pool));

type Planted = Parameters<typeof planted>[0][number];

const shipped = shippedDefinitionFacts();
const firstFree = shipped.length + 1;

const after = async (facts: readonly Planted[], effectiveAsOf = '2024-12-31') => {
  const sequenced = planted([...shipped, ...facts]);
  await emptied(pool);
  await applied(pool, targetsProjection, sequenced);
  const targets = await progressBothWays(pool, sequenced, 'SH24', effectiveAsOf);
  return new Map(targets.map((target) => [target.code, target]));
};
const figure = async (code: string, facts: readonly Planted[], effectiveAsOf?: string) => {
  const target = (await after(facts, effectiveAsOf)).get(code);
  if (!target) throw new Error(`${code} is not among the targets.`);
  const { actual, ratio, achieved, remaining, achievedOn, achievedSeq, beside }: TargetProgress = target;
  return { actual, ratio, achieved, remaining, achievedOn, achievedSeq, beside };
};

const guarantor = 'G1010311000015';
const insurer = 'I1010311000016';
const firm = (id: string, more: object = {}) => ({ borrower: borrower({ id, ...more }) });

describe('the fourteen targets of 2024', () => {
  it('are all there before any fact, sums and counts at zero, what is reported unknown', async () => {
    const targets = await after([]);
    expect([...targets].map(([code, { actual }]) => [code, actual])).toEqual([
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
