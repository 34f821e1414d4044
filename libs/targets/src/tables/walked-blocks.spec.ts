import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { businessDate } from '#calendar';
import { createPool } from '#database';
import type { TargetData } from '#facts';
import { type AsWritten, bankA, loanOf, type Planted, planted, testDatabase } from '#testing';
import { withTheirFacts } from '../testing/recorded-stories.js';
import { explained } from '../explain/explain.query.js';
import {
  applied,
  definitionFacts,
  emptied,
  smallProjection,
  smallSizes,
  targetFact,
} from '../testing/planted-definitions.js';

/* Since when a target is true costs no more in a log of any length: blocks in which it cannot have come true are passed over. */

const asAt = { asAt: '2024-12-31' };

describe('the first fact at which a target is true', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.appUrl, { max: 1, applicationName: 'spec' });
    await withTheirFacts(database);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(() => emptied(pool));

  /** A loan a fact, so many yuan each. */
  const issued = (count: number, yuan: number, from: number, on = '2024-01-02'): readonly Planted[] =>
    Array.from({ length: count }, (_, no) =>
      loanOf(bankA, `L${from + no}`).issued(on, { principal: `${yuan}.00`, tags: ['TECHNOLOGY'] }),
    );

  const given = async (
    target: Partial<AsWritten<TargetData>> & Pick<AsWritten<TargetData>, 'measure'>,
    told: readonly Planted[],
  ): Promise<number> => {
    const facts = planted([...definitionFacts, targetFact({ code: 'T', period: asAt, ...target }), ...told]);
    await applied(pool, smallProjection, facts);
    return facts.length;
  };

  const became = async (knownAt: number): Promise<number | null> => {
    const question = {
      programme: 'P24',
      target: 'T',
      effectiveAsOf: businessDate('2024-12-31'),
      knownAt,
      limit: 1,
    };
    const { found } = await explained(pool, { ...question, between: null }, smallSizes);
    return found?.became?.seq ?? null;
  };

  /** Who looks at them one by one finds other totals afterwards. */
  const withoutQuantitiesUpTo = (seq: number) =>
    pool.query('delete from measure_delta where seq <= $1', [seq]);

  const smallest = (seq: number): number => Math.floor((seq - 1) / smallSizes.smallest) * smallSizes.smallest;

  it('of a balance is looked for in the block that it can be in', async () => {
    const last = await given({ measure: 'loan-balance', threshold: '45.00' }, issued(12, 5, 0));
    const first = last - 12 + 10;
    expect(await became(last)).toBe(first);
    await withoutQuantitiesUpTo(smallest(first));
    expect(await became(last)).toBe(first);
    expect(await became(first - 1)).toBeNull();
  });

  it('of a growth too', async () => {
    const told = [...issued(9, 100, 0, '2023-12-01'), ...issued(9, 50, 20)];
    const growth = {
      measure: 'technology-balance-growth',
      unit: 'RATIO',
      comparator: 'GTE',
      base: '2023-12-31',
    } as const;
    const last = await given({ ...growth, threshold: '0.3000' }, told);
    // 300 of 900: after six of the second kind.
    const first = last - 9 + 6;
    expect(await became(last)).toBe(first);
    await withoutQuantitiesUpTo(smallest(first));
    expect(await became(last)).toBe(first);
  });

  it('is found where what came is taken back within the same block', async () => {
    const loan = loanOf(bankA, 'BIG');
    const told = [
      ...issued(7, 5, 0),
      loan.issued('2024-01-02', { principal: '900.00' }),
      loan.repaid('2024-01-03', { amount: '900.00' }),
    ];
    const last = await given({ measure: 'loan-balance', threshold: '500.00' }, [
      ...told,
      ...issued(7, 5, 20),
    ]);
    expect(await became(last)).toBe(last - 8);
    expect(await became(last - 9)).toBeNull();
  });

  it('is found without what was gained in blocks, which rows of version 6 do not say', async () => {
    const last = await given({ measure: 'loan-balance', threshold: '45.00' }, issued(12, 5, 0));
    const { rowCount } = await pool.query(`delete from figure_rollup where dimension = 'gains'`);
    expect(rowCount).toBeGreaterThan(0);
    await pool.query(`update projection_checkpoints set version = 6 where name = 'targets'`);
    expect(await became(last)).toBe(last - 12 + 10);
  });
});
