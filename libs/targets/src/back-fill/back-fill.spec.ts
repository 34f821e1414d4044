import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import type { TargetProgress } from '#contract';
import type { MeasureData, TargetData } from '#facts';
import { type AsWritten, bankA, bankB, claimOf, loanOf, type Planted, planted, reported } from '#testing';
import {
  applied,
  backFilled,
  definitionFacts,
  measureFact,
  progressIn,
  smallProjection,
  targetFact,
} from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';

const { pool, logged, checked } = recordedFigures();

const year = { from: '2024-01-01', to: '2024-12-31' };
const loan = loanOf(bankA, 'L1');
const other = loanOf(bankB, 'L2');
const before: readonly Planted[] = [
  loan.issued('2023-12-31', { tags: ['GREEN'], principal: '100.00' }),
  claimOf(bankA, 'L1').recognised('2024-01-05'),
  loan.renewed('2024-02-01', { renewedAmount: '60.00' }),
  loan.repaid('2024-03-01', { amount: '10.00' }),
  other.issued('2024-04-01', { tags: [], principal: '50.00', product: 'TRADE' }),
  other.renewed('2024-05-01', { renewedAmount: '40.00' }),
  other.cancelled('2024-05-02'),
  reported(bankA, 'mine', '2024-03-31', '7.00'),
  reported(bankA, 'mine', '2024-06-30', '9.00'),
  reported(bankB, 'mine', '2024-03-31', '5.00'),
];
const source = (fact: string, quantity: string | null = null, sign: 1 | -1 = 1) => ({ fact, sign, quantity });

/** What is told of P24's only target: once it is set, and once it is filled in. */
const told = async (
  measure: Partial<MeasureData>,
  target: Partial<AsWritten<TargetData>> = {},
  more: readonly Planted[] = [],
): Promise<readonly [TargetProgress | undefined, TargetProgress | undefined]> => {
  const { unit = 'CNY' } = measure;
  const facts = planted([
    ...definitionFacts,
    ...before,
    measureFact({ code: 'mine', ...measure }),
    ...more,
    targetFact({ code: 'MINE', measure: 'mine', unit, period: year, comparator: 'INFO', ...target }),
  ]);
  await logged(facts);
  await applied(pool(), smallProjection, facts);
  const progress = async () =>
    (
      await progressIn(pool(), { programme: 'P24', effectiveAsOf: businessDate('2024-12-31'), filters: {} })
    )?.targets.at(-1);
  const [first, last] = [await progress(), (await backFilled(pool()), await progress())];
  expect(await checked()).toEqual([]);
  return [first, last];
};

describe('a measure over facts that came before it', () => {
  it('has no figure until they are counted, and says how far that is', async () => {
    const [first, last] = await told({ sources: [source('LoanRenewed', '/data/renewedAmount')] });
    const of = definitionFacts.length + before.length + 2;
    expect(first).toMatchObject({ actual: null, achieved: false, backFill: { seq: 0, of } });
    expect(last).toMatchObject({ actual: '60.00', backFill: null });
  });

  it.each<readonly [string, Partial<MeasureData>, Partial<AsWritten<TargetData>>, string]>([
    [
      'SUM',
      { sources: [source('LoanIssued', '/data/principal')] },
      { period: { from: '2023-01-01', to: '2024-12-31' } },
      '100.00',
    ],
    ['COUNT', { unit: 'COUNT', sources: [source('LoanRenewed')] }, {}, '1'],
    [
      'COUNT_DISTINCT',
      { unit: 'COUNT', sources: [source('FirstTimeRecognised')], distinct: '/data/borrowerKey' },
      {},
      '1',
    ],
    [
      'BALANCE',
      { sources: [source('LoanIssued', '/data/principal'), source('LoanRepaid', '/data/amount', -1)] },
      { period: { asAt: '2024-12-31' } },
      '90.00',
    ],
    ['LATEST_SUM', { sources: [source('IndicatorReported', '/data/value')] }, {}, '14.00'],
  ] as const)('may be a %s', async (op, measure, target, actual) => {
    const [first, last] = await told({ ...measure, op: op as MeasureData['op'] }, target);
    expect(first?.actual).toBeNull();
    expect(last?.actual).toBe(actual);
  });

  it('may be what the GROWTH of another target is of', async () => {
    const sources = [source('LoanIssued', '/data/principal'), source('LoanRepaid', '/data/amount', -1)];
    const growth = measureFact({ code: 'growth', op: 'GROWTH', unit: 'RATIO', of: 'mine' });
    const asked = {
      measure: 'growth',
      unit: 'RATIO' as const,
      period: { asAt: '2024-12-31' },
      base: '2023-12-31',
    };
    const [first, last] = await told({ op: 'BALANCE', sources }, asked, [growth]);
    expect(first).toMatchObject({ actual: null, backFill: { seq: 0 } });
    expect(last).toMatchObject({ actual: '-0.1000', backFill: null });
  });

  it.each<readonly [string, MeasureData['filter'], string]>([
    ['tags of the loan', { eq: ['/loan/tags', 'GREEN'] }, '60.00'],
    ['its product', { eq: ['/loan/product', 'TRADE'] }, '0.00'],
    ['a dimension', { in: ['/dimensions/institution', [bankB]] }, '0.00'],
    ['the size of an amount', { gte: ['/data/renewedAmount', '60.00'] }, '60.00'],
    ['a day', { lte: ['/effectiveDate', '2024-01-31'] }, '0.00'],
    ['a member that is not there', { not: { exists: '/dimensions/bailoutProgramme' } }, '60.00'],
  ])('is filtered by %s', async (_by, filter, actual) => {
    const [, last] = await told({ sources: [source('LoanRenewed', '/data/renewedAmount')], filter });
    expect(last?.actual).toBe(actual);
  });

  it('knows since when a target on it is achieved, and counts what comes after it as before', async () => {
    const goal = { comparator: 'GTE' as const, threshold: '60.00' };
    const sources = [source('LoanRenewed', '/data/renewedAmount')];
    const seq = definitionFacts.length + 3;
    expect((await told({ sources }, goal))[1]).toMatchObject({ achievedOn: '2024-02-01', achievedSeq: seq });
  });

  it('takes back what is cancelled while it is filled in, and afterwards', async () => {
    const facts = planted([
      ...definitionFacts,
      ...before,
      measureFact({ code: 'mine', sources: [source('LoanRenewed', '/data/renewedAmount')] }),
      targetFact({ code: 'MINE', measure: 'mine', period: year }),
      loan.renewed('2024-06-01', { renewedAmount: '1.00' }),
      loan.cancelled('2024-06-02'),
    ]);
    await logged(facts);
    const progress = async () =>
      (
        await progressIn(pool(), { programme: 'P24', effectiveAsOf: businessDate('2024-12-31'), filters: {} })
      )?.targets.at(-1)?.actual;
    await applied(pool(), smallProjection, facts.slice(0, -2));
    await backFilled(pool(), 2);
    await applied(pool(), smallProjection, facts.slice(-2, -1));
    await backFilled(pool());
    expect(await progress()).toBe('61.00');
    await applied(pool(), smallProjection, facts.slice(-1));
    expect(await progress()).toBe('0.00');
    expect(await checked()).toEqual([]);
  });
});
