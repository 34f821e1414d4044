import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bankA, bankB, claimOf, disbursementOf, loanOf, planted, reported, lawRuns } from '#testing';
import { backFilled, definitionFacts, measureFact, targetFact } from './testing/planted-definitions.js';
import { recordedFigures } from './testing/recorded-figures.js';
import { interleaved, picks, stories } from './testing/stories.js';

const { recorded, checked, forgotten, pool } = recordedFigures();

const year = { from: '2024-01-01', to: '2024-12-31' };
const target = (measure: string, more: object = {}) =>
  targetFact({ code: measure, measure, period: year, threshold: '1.00', ...more });
const count = { unit: 'COUNT' as const, threshold: '1', comparator: 'GTE' as const };

const definitions = [
  ...definitionFacts,
  target('renewal-volume', {
    beside: ['chain-borrowers', 'loan-balance'],
    filter: { eq: ['/dimensions/kind', 'ENTERPRISE'] },
  }),
  target('first-time-borrowers', count),
  target('issued-volume', { comparator: 'APPROX', threshold: '1000.00', tolerance: '0.35' }),
  target('bailout-volume', { comparator: 'GTE', threshold: '12.50', filter: { exists: '/dimensions/size' } }),
  target('renewals', { ...count, threshold: '2', beside: ['first-time-borrowers'] }),
  targetFact({ code: 'shown', measure: 'renewals', period: year, unit: 'COUNT', comparator: 'INFO' }),
  targetFact({ code: 'of-another-unit', measure: 'renewals', period: year, threshold: '1.00' }),
  target('chain-borrowers', { ...count, filter: { not: { gte: ['/effectiveDate', '2024-06-01'] } } }),
  target('green-loan-balance'),
  target('chain-borrowers', { ...count, code: 'large', filter: { eq: ['/loan/tags', 'CHAIN'] } }),
];
const loan = loanOf(bankA, 'L1');
const lent = [
  loan.opened('2023-12-31', { tags: ['CHAIN', 'TECHNOLOGY'] }),
  loan.renewed('2024-03-01', { topUpAmount: '5.00' }),
  loan.claimed('2024-03-01'),
  claimOf(bankA, 'L1').recognised('2024-03-01'),
  loanOf(bankB, 'L2').issued('2024-04-01', { tags: ['CHAIN'] }),
  disbursementOf(bankA, 'B24', 'D1').disbursed('2024-04-01'),
  reported(bankA, 'green-loan-balance', '2024-04-30', '7.00', { scope: 'Pudong' }),
];

describe('the checker of figures', () => {
  it('finds nothing before the first fact', async () => {
    expect(await checked()).toEqual([]);
  });

  it('derives the same from facts of any kind, whatever the batches', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          picks,
          fc.integer({ min: 1, max: 40 }),
          fc.integer({ min: 12, max: 60 }),
          async (all, order, size, sliceSize) => {
            await recorded(planted([...definitions, ...interleaved(all, order)]), size);
            expect(await checked(sliceSize)).toEqual([]);
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(8) },
    );
  });

  it('knows what an amended measure counted before, and from when on it counts otherwise', async () => {
    const sources = [{ fact: 'LoanRepaid', sign: 1 as const, quantity: '/data/amount' }];
    const mine = (more: object) => ({
      ...measureFact({ code: 'mine', sources, ...more }),
      type: 'MeasureAmended',
    });
    const filter = {
      and: [
        { lte: ['/data/amount', '900.00'] as const },
        { in: ['/loan/product', ['WORKING_CAPITAL', 'TRADE']] as const },
        {
          not: { or: [{ exists: '/data/repaymentNo' }, { gte: ['/effectiveDate', '2024-03-01'] as const }] },
        },
      ],
    };
    await recorded(
      planted([
        ...definitions,
        measureFact({ code: 'mine', sources }),
        target('mine'),
        loan.opened('2023-12-31'),
        loan.repaid('2024-02-01', { amount: '1000.00' }),
        mine({ filter }),
        loan.repaid('2024-02-02', { amount: '900.00' }),
        mine({ filter, name: { zh: '新', en: 'New' } }),
        mine({ filter: null, op: 'BALANCE' }),
        loan.repaid('2024-02-03', { amount: '7.00' }),
        loan.cancelled('2024-02-04'),
        target('mine', { threshold: '2.00' }),
      ]),
    );
    expect(await checked()).toEqual([]);
    await backFilled(pool());
    expect(await checked()).toEqual([]);
  });

  const planting: readonly (readonly [string, string])[] = [
    ['figure_definition', `update figure_definition set version = 7 where code = 'renewal-volume'`],
    ['figure_definition', `update figure_definition set computation = 1 where code = 'chain-borrowers'`],
    ['figure_definition', `delete from figure_definition where kind = 'narrowed'`],
    [
      'figure_definition',
      `update figure_definition set narrowed_by = '{"eq": ["/loan/tags", "GREEN"]}' where kind = 'narrowed'`,
    ],
    [
      'figure_definition',
      `update figure_definition set data = (data::jsonb || '{"filter": null}')::json where kind = 'narrowed'`,
    ],
    ['measure_delta', `delete from measure_delta where computation < 0`],
    ['distinct_step', `delete from distinct_step where computation < 0`],
    [
      'measure_delta',
      `update measure_delta set quantity = quantity + 1 where seq = (select max(seq) from measure_delta)`,
    ],
    ['measure_delta', `delete from measure_delta where distinct_key is not null`],
    ['measure_delta', `update measure_delta set district = '310101'`],
    [
      'figure_rollup',
      `update figure_rollup set totals[1] = totals[1] + 1 where dimension = 'industrySection'`,
    ],
    [
      'figure_rollup',
      `update figure_rollup set totals[1] = totals[1] + 1 where level = 1 and dimension = 'all'`,
    ],
    ['figure_rollup', `delete from figure_rollup where level = 0 and target > 0`],
    [
      'figure_rollup',
      `insert into figure_rollup select 0, 900, target, computation, dimension, value, days, totals from figure_rollup limit 1`,
    ],
    ['distinct_step', `delete from distinct_step where dimension = 'all'`],
    ['distinct_step', `update distinct_step set quantity = 2 where dimension = 'district'`],
    ['distinct_step', `update distinct_step set seq = seq - 1`],
    ['target_attainment', `update target_attainment set total = total + 1`],
    ['target_attainment', `update target_attainment set first_seq = null`],
    ['target_attainment', `delete from target_attainment`],
    ['indicator_value', `update indicator_value set quantity = 1`],
    ['indicator_value', `delete from indicator_value`],
    ['source_fact', `update source_fact set first_seq = 1`],
    ['figure_subject', `delete from figure_subject where subject like 'bailout%'`],
    [
      'figure_subject',
      `update figure_subject set state = jsonb_set(state::jsonb, '{dimensions,size}', '"HUGE"')::json where subject like 'loan%L2'`,
    ],
  ];
  it.each(planting)('finds a wrong row planted in %s: %s', async (table, fault) => {
    await recorded(planted([...definitions, ...lent]));
    expect(await checked()).toEqual([]);
    const { rowCount } = await pool().query(fault);
    expect(rowCount).toBeGreaterThan(0);
    const found = await checked();
    expect(found.map((mismatch) => mismatch.table)).toContain(table);
    expect(found.every(({ key, expected, found: is }) => key !== '' && expected !== is)).toBe(true);
  });
});
