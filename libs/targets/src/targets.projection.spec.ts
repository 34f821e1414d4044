import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type BusinessDate, businessDate } from '#calendar';
import type { TargetProgress } from '#contract';
import { createPool } from '#database';
import type { SequencedFact, TargetData } from '#facts';
import type { DimensionFilters } from '#figures';
import {
  type AsWritten,
  bankA,
  bankB,
  borrower,
  claimOf,
  disbursementOf,
  loanOf,
  planted,
  reported,
  testDatabase,
} from '#testing';
import { newestDefinition } from './definitions/definitions.table.js';
import {
  applied,
  backFilled,
  definitionFacts,
  emptied,
  measureFact,
  progressIn,
  smallProjection,
  targetFact,
} from './testing/planted-definitions.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 2, applicationName: 'spec' });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => emptied(pool));

const year = { from: '2024-01-01', to: '2024-12-31' };
const target = (code: string, more: Partial<AsWritten<TargetData>> = {}) =>
  targetFact({ code, measure: 'renewal-volume', threshold: '1000.00', period: year, ...more });

const given = async (...facts: Parameters<typeof planted>[0]): Promise<readonly SequencedFact[]> => {
  const sequenced = planted([...definitionFacts, ...facts]);
  await applied(pool, smallProjection, sequenced);
  await backFilled(pool);
  return sequenced;
};
const progress = async (
  effectiveAsOf = businessDate('2024-12-31'),
  filters: DimensionFilters = {},
): Promise<Record<string, TargetProgress>> => {
  const answer = await progressIn(pool, { programme: 'P24', effectiveAsOf, filters });
  return Object.fromEntries((answer?.targets ?? []).map((one) => [one.code, one]));
};
const firstFree = definitionFacts.length + 1;

const loan = loanOf(bankA, 'L1');
const other = loanOf(bankB, 'L2');

describe('progress', () => {
  it('of a programme that is not defined is null', async () => {
    expect(
      await progressIn(pool, { programme: 'P24', effectiveAsOf: businessDate('2024-12-31'), filters: {} }),
    ).toBeNull();
  });

  it('shows every member of a target, from nothing', async () => {
    await given(target('RENEW', { beside: ['renewal-volume-with-top-up', 'loan-balance'] }));
    expect(await newestDefinition(pool, firstFree)).toBe(firstFree);
    const answer = await progressIn(pool, {
      programme: 'P24',
      effectiveAsOf: businessDate('2024-06-30'),
      filters: {},
    });
    expect(answer).toEqual({
      programme: 'P24',
      targets: [
        {
          code: 'RENEW',
          name: { zh: 'RENEW', en: 'RENEW' },
          version: 1,
          measure: 'renewal-volume',
          unit: 'CNY',
          comparator: 'GT',
          threshold: '1000.00',
          actual: '0.00',
          ratio: '0.0000',
          achieved: false,
          achievedOn: null,
          achievedSeq: null,
          remaining: '1000.00',
          period: year,
          pace: null,
          forecast: null,
          beside: [
            { measure: 'renewal-volume-with-top-up', actual: '0.00' },
            { measure: 'loan-balance', actual: '0.00' },
          ],
          backFill: null,
        },
      ],
    });
  });

  it('counts each fact at its own effective date, from the first to the last day of the period', async () => {
    await given(
      target('RENEW', { beside: ['renewal-volume-with-top-up'] }),
      loan.opened('2023-12-31'),
      loan.renewed('2023-12-31', { renewedAmount: '1.00' }),
      loan.renewed('2024-01-01', { renewedAmount: '10.00', topUpAmount: '0.50' }),
      loan.renewed('2024-12-31', { renewedAmount: '100.00' }),
      loan.renewed('2025-01-01', { renewedAmount: '1000.00' }),
    );
    const figures = async (day: BusinessDate) => {
      const { RENEW } = await progress(day);
      return [RENEW?.actual, RENEW?.ratio, RENEW?.remaining, RENEW?.beside[0]?.actual];
    };
    expect(await figures(businessDate('2023-12-31'))).toEqual(['0.00', '0.0000', '1000.00', '0.00']);
    expect(await figures(businessDate('2024-01-01'))).toEqual(['10.00', '0.0100', '990.00', '10.50']);
    expect(await figures(businessDate('2024-12-30'))).toEqual(['10.00', '0.0100', '990.00', '10.50']);
    expect(await figures(businessDate('2025-06-30'))).toEqual(['110.00', '0.1100', '890.00', '110.50']);
  });

  it('is achieved above the threshold, on the day and at the seq that did it', async () => {
    await given(
      target('RENEW'),
      loan.opened('2023-12-31'),
      loan.renewed('2024-05-01', { renewedAmount: '600.00' }),
      loan.renewed('2024-06-01', { renewedAmount: '400.00' }),
      loan.renewed('2024-03-01', { renewedAmount: '0.01' }),
      loan.renewed('2024-09-01', { renewedAmount: '7.00' }),
    );
    expect((await progress(businessDate('2024-05-31')))['RENEW']).toMatchObject({
      actual: '600.01',
      achieved: false,
    });
    expect((await progress(businessDate('2024-06-01')))['RENEW']).toMatchObject({
      actual: '1000.01',
      ratio: '1.0000',
      remaining: '0.00',
      achieved: true,
      achievedOn: '2024-06-01',
      achievedSeq: firstFree + 4,
    });
  });

  it('knows no seq when only a cut before the end satisfies it', async () => {
    await given(
      target('NEAR', { measure: 'bailout-volume', comparator: 'APPROX', tolerance: '0.10' }),
      disbursementOf(bankA, 'B24', 'D1').disbursed('2024-07-01', { amount: '500.00' }),
      disbursementOf(bankA, 'B24', 'D2').disbursed('2024-03-01', { amount: '950.00' }),
    );
    expect((await progress(businessDate('2024-06-30')))['NEAR']).toMatchObject({
      actual: '950.00',
      achieved: true,
      achievedOn: '2024-03-01',
      achievedSeq: null,
    });
    expect((await progress())['NEAR']).toMatchObject({
      actual: '1450.00',
      achieved: false,
      achievedOn: null,
    });
  });

  it('knows the seq by which the whole period satisfied it where it does no more, and a cut before the end does', async () => {
    const given1 = disbursementOf(bankA, 'B24', 'D1');
    await given(
      target('BAIL', { measure: 'bailout-volume' }),
      given1.disbursed('2024-02-01', { amount: '1000.01' }),
      given1.returned('2024-11-01', { amount: '500.00' }),
    );
    expect((await progress())['BAIL']).toMatchObject({ achieved: false, achievedSeq: null });
    const cut = { achieved: true, achievedOn: '2024-02-01', achievedSeq: firstFree + 1 };
    expect((await progress(businessDate('2024-10-31')))['BAIL']).toMatchObject(cut);
    expect((await progress(businessDate('2024-10-31'), { institution: [bankA] }))['BAIL']).toMatchObject(cut);
  });

  it('keeps the first day and seq when it fell below and rose again', async () => {
    const given1 = disbursementOf(bankA, 'B24', 'D1');
    await given(
      target('BAIL', { measure: 'bailout-volume' }),
      given1.disbursed('2024-02-01', { amount: '1000.01' }),
      given1.returned('2024-03-01', { amount: '500.00' }),
      disbursementOf(bankB, 'B24', 'D1').disbursed('2024-04-01', { amount: '900.00' }),
    );
    expect((await progress(businessDate('2024-03-31')))['BAIL']).toMatchObject({
      achieved: false,
      achievedSeq: null,
    });
    expect((await progress())['BAIL']).toMatchObject({
      actual: '1400.01',
      achievedOn: '2024-02-01',
      achievedSeq: firstFree + 1,
    });
  });

  it('leaves nothing of a cancelled loan, and what was achieved with it is not', async () => {
    await given(
      target('RENEW', { beside: ['renewal-volume-with-top-up', 'issued-volume'] }),
      loan.issued('2024-01-15'),
      loan.renewed('2024-05-01', { renewedAmount: '2000.00', topUpAmount: '5.00' }),
      other.opened('2023-12-31'),
      other.renewed('2024-05-01', { renewedAmount: '7.00' }),
      loan.cancelled('2024-06-01'),
    );
    expect((await progress())['RENEW']).toMatchObject({
      actual: '7.00',
      achieved: false,
      achievedSeq: null,
      beside: [{ actual: '7.00' }, { actual: '0.00' }],
    });
  });

  it('is narrowed by filters, the threshold unchanged', async () => {
    const small = { borrower: borrower({ size: 'MICRO', district: '310101', industry: 'C' }) };
    await given(
      target('RENEW'),
      loan.opened('2023-12-31', small),
      loan.renewed('2024-05-01', { renewedAmount: '1100.00' }),
      other.opened('2023-12-31'),
      other.renewed('2024-05-02', { renewedAmount: '30.00' }),
    );
    const actual = async (filters: DimensionFilters) =>
      (await progress(businessDate('2024-12-31'), filters))['RENEW']?.actual;
    expect(await actual({ institution: [bankA] })).toBe('1100.00');
    expect(await actual({ institution: [bankA, bankB] })).toBe('1130.00');
    expect(await actual({ institution: [] })).toBe('1130.00');
    expect(await actual({ district: ['310101'] })).toBe('1100.00');
    expect(await actual({ size: ['SMALL', 'LARGE'] })).toBe('30.00');
    expect(await actual({ industry: ['C39'] })).toBe('30.00');
    expect(await actual({ industry: ['C'] })).toBe('1130.00');
    expect(await actual({ industry: ['C39', 'C'] })).toBe('1130.00');
    expect(await actual({ industry: ['D'] })).toBe('0.00');
    expect(await actual({ bailoutProgramme: ['B24'] })).toBe('0.00');
    expect(await actual({ institution: ['\0'] })).toBe('0.00');
    expect(await actual({ institution: [bankA], size: ['MICRO'], industry: ['C'] })).toBe('1100.00');
    expect(await actual({ institution: [bankA], bailoutProgramme: ['B24'] })).toBe('0.00');
    expect((await progress(businessDate('2024-12-31'), { size: ['MICRO'] }))['RENEW']).toMatchObject({
      threshold: '1000.00',
      achievedOn: '2024-05-01',
      achievedSeq: firstFree + 2,
    });
  });

  it('of a target with a filter of its own counts what passes it', async () => {
    await given(
      target('PART', {
        threshold: '20.00',
        filter: {
          and: [
            { not: { in: ['/dimensions/bailoutProgramme', ['B24']] } },
            { not: { eq: ['/dimensions/bailoutProgramme', 'B24'] } },
            { or: [{ eq: ['/dimensions/district', '310115'] }, { exists: '/dimensions/bailoutProgramme' }] },
            { gte: ['/effectiveDate', '2024-02-01'] },
            { eq: ['/dimensions/kind', 'ENTERPRISE'] },
          ],
        },
      }),
      loan.opened('2023-12-31'),
      loan.renewed('2024-01-31', { renewedAmount: '1000.00' }),
      loan.renewed('2024-02-01', { renewedAmount: '30.00' }),
      other.opened('2023-12-31', { borrower: borrower({ district: '310101' }) }),
      other.renewed('2024-05-02', { renewedAmount: '400.00' }),
    );
    expect((await progress())['PART']).toMatchObject({
      actual: '30.00',
      achievedOn: '2024-02-01',
      achievedSeq: firstFree + 3,
    });
  });

  it('counts facts as whole numbers', async () => {
    await given(
      target('COUNT', { measure: 'renewals', unit: 'COUNT', threshold: '2', comparator: 'GTE' }),
      loan.opened('2023-12-31'),
      loan.renewed('2024-05-01'),
      loan.renewed('2024-06-01'),
    );
    expect((await progress())['COUNT']).toMatchObject({
      actual: '2',
      ratio: '1.0000',
      remaining: '0',
      achieved: true,
    });
  });

  it('stops at a fact that it does not know where that might change figures', async () => {
    const known = [loan.opened('2023-12-31'), claimOf(bankA, 'L1').decided('2024-05-06')];
    await given(...known);
    for (const stream of ['loan-C-L1', 'bailout-C-B24', 'borrower-B1', 'indicator-C-green']) {
      const unknown = { ...loan.opened('2023-12-31'), type: 'FactMoved', stream };
      await emptied(pool);
      await expect(given(...known, unknown)).rejects.toThrow('FactMoved is not known');
    }
  });

  it('of a balance stops at its day, and beside a flow at the end of the period', async () => {
    await given(
      target('BALANCE', {
        measure: 'loan-balance',
        period: { asAt: '2024-06-30' },
        beside: ['technology-balance'],
      }),
      target('RENEW', { beside: ['loan-balance'] }),
      loan.issued('2024-01-02'),
      other.issued('2024-07-01'),
      other.issued('2025-01-01'),
    );
    expect((await progress(businessDate('2025-12-31')))['BALANCE']).toMatchObject({
      actual: '1000000.00',
      ratio: '1000.0000',
      remaining: '0.00',
      achieved: true,
      achievedOn: null,
      achievedSeq: null,
      period: { asAt: '2024-06-30' },
      pace: null,
      beside: [{ measure: 'technology-balance', actual: '0.00' }],
    });
    expect((await progress(businessDate('2025-12-31')))['RENEW']?.beside).toEqual([
      { measure: 'loan-balance', actual: '2000000.00' },
    ]);
    expect((await progress(businessDate('2024-01-01')))['BALANCE']).toMatchObject({
      actual: '0.00',
      remaining: '1000.00',
    });
  });

  it('is unknown beside a target that gives a measure nothing to go by', async () => {
    await given(
      target('BALANCE', {
        measure: 'loan-balance',
        period: { asAt: '2024-12-31' },
        // A flow has no first day here, and growth no day to grow from.
        beside: ['renewal-volume', 'chain-borrowers', 'technology-balance-growth'],
      }),
      loan.issued('2024-01-02', { tags: ['TECHNOLOGY', 'CHAIN'] }),
    );
    expect((await progress())['BALANCE']?.beside.map(({ actual }) => actual)).toEqual([null, null, null]);
  });

  it('of a distinct count is reached on the day and at the seq that did it, and moves with its keys', async () => {
    const two = { measure: 'chain-borrowers', unit: 'COUNT', threshold: '2', comparator: 'GTE' } as const;
    const tagged = (id: string) => ({ tags: ['CHAIN'], borrower: borrower({ id, size: 'MICRO' }) });
    await given(
      target('CHAIN', two),
      loan.issued('2024-05-06', tagged('B1')),
      loan.renewed('2024-07-01'),
      other.issued('2024-06-03', tagged('B2')),
      loanOf(bankA, 'L3').issued('2024-03-01', tagged('B1')),
    );
    expect((await progress())['CHAIN']).toMatchObject({
      actual: '2',
      achievedOn: '2024-06-03',
      achievedSeq: firstFree + 3,
    });
    expect((await progress(businessDate('2024-06-02')))['CHAIN']).toMatchObject({
      actual: '1',
      achieved: false,
    });
    expect((await progress(businessDate('2024-12-31'), { institution: [bankA] }))['CHAIN']).toMatchObject({
      actual: '1',
    });
    const both = { institution: [bankA, bankB] };
    expect((await progress(businessDate('2024-12-31'), both))['CHAIN']).toMatchObject({
      actual: '2',
      achievedOn: '2024-06-03',
      achievedSeq: firstFree + 3,
    });
    expect(
      (await progress(businessDate('2024-12-31'), { bailoutProgramme: ['B24'] }))['CHAIN'],
    ).toMatchObject({
      actual: '0',
    });
  });

  it('of what is reported is narrowed by institution, and matches nothing by what a report lacks', async () => {
    await given(
      target('GREEN', { measure: 'green-loan-balance' }),
      reported(bankA, 'green-loan-balance', '2024-03-31', '600.00'),
      reported(bankB, 'green-loan-balance', '2024-06-30', '500.00'),
      reported(bankB, 'green-loan-balance', '2024-06-30', '7.00', { scope: 'Pudong' }),
    );
    const actual = async (filters: DimensionFilters) =>
      (await progress(businessDate('2024-12-31'), filters))['GREEN']?.actual;
    expect(await actual({})).toBe('1107.00');
    expect(await actual({ institution: [bankB] })).toBe('507.00');
    expect(await actual({ institution: ['C9'] })).toBeNull();
    expect(await actual({ district: ['310115'] })).toBeNull();
    expect((await progress(businessDate('2024-12-31'), { size: ['MICRO'] }))['GREEN']).toMatchObject({
      ratio: null,
      remaining: null,
      achieved: false,
    });
  });

  it('of growth is narrowed like its balance', async () => {
    const tagged = { tags: ['TECHNOLOGY'] };
    await given(
      target('GROWTH', {
        measure: 'technology-balance-growth',
        unit: 'RATIO',
        threshold: '0.2500',
        period: { asAt: '2024-12-31' },
        base: '2023-12-31',
        beside: ['technology-balance-growth'],
      }),
      loan.opened('2023-12-31', { ...tagged, outstandingPrincipal: '100.00' }),
      loan.repaid('2024-02-01', { amount: '10.00' }),
      other.opened('2023-12-31', { ...tagged, outstandingPrincipal: '100.00' }),
      loanOf(bankB, 'L3').issued('2024-02-01', { ...tagged, principal: '30.00' }),
    );
    expect((await progress())['GROWTH']).toMatchObject({
      actual: '0.1000',
      ratio: '0.4000',
      remaining: '0.1500',
      beside: [{ actual: '0.1000' }],
    });
    expect((await progress(businessDate('2024-12-31'), { institution: [bankB] }))['GROWTH']).toMatchObject({
      actual: '0.3000',
      achieved: true,
    });
  });

  it('paces flows by the calendar, once it covers the period', async () => {
    const calendar = (year: number) => ({
      type: 'CalendarSet',
      stream: 'calendar-CN',
      data: { code: 'CN', year, off: [`${year}-01-01`], worked: [] },
    });
    const days = { period: { from: '2024-01-01', to: '2024-01-12' } };
    await given(
      target('RENEW', days),
      target('OTHER', { period: { from: '2024-01-01', to: '2025-01-12' } }),
      calendar(2024),
      loan.opened('2023-12-31'),
      loan.renewed('2024-01-04', { renewedAmount: '10.00' }),
    );
    // Nine working days from the 2nd to the 12th; four of them up to the 5th.
    expect((await progress(businessDate('2024-01-05')))['RENEW']?.pace).toEqual({
      workingDaysElapsed: 4,
      workingDaysLeft: 5,
      expectedToDate: '444.44',
      recentPerDay: '2.50',
      requiredPerDay: '198.00',
    });
    expect((await progress(businessDate('2024-01-05')))['OTHER']?.pace).toBeNull();
  });

  it('for information has an actual and nothing to reach', async () => {
    await given(
      target('INFO', { comparator: 'INFO', threshold: null }),
      loan.opened('2023-12-31'),
      loan.renewed('2024-05-01', { renewedAmount: '5.00' }),
    );
    expect((await progress())['INFO']).toMatchObject({
      threshold: null,
      actual: '5.00',
      ratio: null,
      remaining: null,
      achieved: false,
    });
  });
});

describe('definitions', () => {
  it('set when facts are there already count them all', async () => {
    await given(
      loan.opened('2023-12-31'),
      loan.renewed('2024-05-01', { renewedAmount: '600.00' }),
      loan.renewed('2024-06-01', { renewedAmount: '600.00' }),
      target('RENEW'),
      loan.renewed('2024-07-01', { renewedAmount: '600.00' }),
    );
    expect((await progress())['RENEW']).toMatchObject({ actual: '1800.00', achievedSeq: firstFree + 2 });
  });

  it('amended move what was reached', async () => {
    await given(
      target('RENEW'),
      loan.opened('2023-12-31'),
      loan.renewed('2024-05-01', { renewedAmount: '1500.00' }),
      loan.renewed('2024-06-01', { renewedAmount: '1500.00' }),
      { ...target('RENEW', { threshold: '2000.00' }), type: 'TargetAmended' },
    );
    expect((await progress())['RENEW']).toMatchObject({
      threshold: '2000.00',
      achievedOn: '2024-06-01',
      achievedSeq: firstFree + 3,
    });
  });

  it('of a measure begin anew when it computes otherwise, and go on when it is only called otherwise', async () => {
    const sources = [{ fact: 'LoanRepaid', sign: 1 as const, quantity: '/data/amount' }];
    await given(
      measureFact({ code: 'mine', sources }),
      target('MINE', { measure: 'mine' }),
      loan.opened('2023-12-31'),
      {
        ...measureFact({ code: 'mine', sources, filter: { lte: ['/data/amount', '9.00'] } }),
        type: 'MeasureAmended',
      },
      loan.repaid('2024-02-01', { amount: '10.00' }),
      loan.repaid('2024-02-02', { amount: '9.00' }),
      {
        ...measureFact({
          code: 'mine',
          sources,
          filter: { lte: ['/data/amount', '9.00'] },
          name: { zh: '新', en: 'New' },
        }),
        type: 'MeasureAmended',
      },
      loan.repaid('2024-02-03', { amount: '1.00' }),
    );
    expect((await progress())['MINE']).toMatchObject({ actual: '10.00' });
  });
});
