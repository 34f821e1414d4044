import { afterAll, beforeAll } from '@jest/globals';
import type pg from 'pg';
import { businessDate } from '#calendar';
import type { TargetProgress } from '#contract';
import { createPool } from '#database';
import { borrower, type Planted, planted, testDatabase } from '#testing';
import { progressBothWays } from './both-ways.js';
import { applied, emptied, smallProjection } from './planted-definitions.js';
import { shippedDefinitionFacts } from './shipped-definitions.js';

export const guarantor = 'G1010311000015';
export const insurer = 'I1010311000016';
export const firm = (id: string, more: Parameters<typeof borrower>[0] = {}) => ({
  borrower: borrower({ ...more, id }),
});

const shipped = shippedDefinitionFacts();

/** Seq of the first fact after the definitions. */
export const firstFree = shipped.length + 1;

/** What a target says of itself. */
type Figure = Pick<
  TargetProgress,
  'actual' | 'ratio' | 'achieved' | 'remaining' | 'achievedOn' | 'achievedSeq' | 'beside'
>;

/** The fourteen targets as shipped, after some facts, out of the tables and out of a fold; in a database of its own. */
export const targetsOf2024 = () => {
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

  const after = async (facts: readonly Planted[], effectiveAsOf = businessDate('2024-12-31')) => {
    const sequenced = planted([...shipped, ...facts]);
    await emptied(pool);
    await applied(pool, smallProjection, sequenced);
    return progressBothWays(pool, sequenced, 'SH24', effectiveAsOf);
  };
  const figure = async (code: string, facts: readonly Planted[], effectiveAsOf?: string): Promise<Figure> => {
    const target = (
      await after(facts, effectiveAsOf === undefined ? undefined : businessDate(effectiveAsOf))
    ).find((one) => one.code === code);
    if (!target) throw new Error(`${code} is not among the targets.`);
    const { actual, ratio, achieved, remaining, achievedOn, achievedSeq, beside } = target;
    return { actual, ratio, achieved, remaining, achievedOn, achievedSeq, beside };
  };
  return { after, figure };
};
