import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { businessDate } from '#calendar';
import { createPool } from '#database';
import type { DimensionFilters } from '#figures';
import { bankA, loanOf, planted, testDatabase } from '#testing';
import { applied, smallProjection, smallSizes } from '../testing/planted-definitions.js';
import { shippedDefinitionFacts } from '../testing/shipped-definitions.js';
import { progressOf } from './progress.query.js';

/* A whole progress looks at quantities that are not rolled up once, not once for each of its targets. */

describe('a whole progress narrowed by several dimensions', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;
  const facts = planted([
    ...shippedDefinitionFacts(),
    loanOf(bankA, 'L1').issued('2024-03-01', { principal: '10.00', tags: ['INCLUSIVE', 'TECHNOLOGY'] }),
    loanOf(bankA, 'L1').renewed('2024-05-06', { renewedAmount: '4.00', topUpAmount: '0.50' }),
    loanOf(bankA, 'L2').issued('2023-12-01', { principal: '8.00', tags: ['TECHNOLOGY'] }),
  ]);

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.appUrl, { max: 2, applicationName: 'spec' });
    await applied(pool, smallProjection, facts);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const asked = async (filters: DimensionFilters) => {
    let scans = 0;
    const query = (text: string, values: readonly unknown[]) => {
      if (/from measure_delta\s+where computation = any/.test(text)) scans += 1;
      return pool.query(text, [...values]);
    };
    const progress = await progressOf(
      { query } as unknown as pg.Pool,
      { programme: 'SH24', effectiveAsOf: businessDate('2024-12-31'), knownAt: facts.length, filters },
      smallSizes,
    );
    const actual = (code: string) => progress?.targets.find((target) => target.code === code)?.actual;
    return { scans, figures: ['SH24-RENEW', 'SH24-INCL', 'SH24-TECH', 'SH24-TECH-GROWTH'].map(actual) };
  };

  it('looks at them once', async () => {
    const whole = ['4.00', '10.50', '18.50', '1.3125'];
    expect(await asked({})).toEqual({ scans: 0, figures: whole });
    expect(await asked({ institution: [bankA] })).toEqual({ scans: 0, figures: whole });
    expect(await asked({ institution: [bankA], size: ['MICRO', 'SMALL', 'MEDIUM', 'LARGE'] })).toEqual({
      scans: 1,
      figures: whole,
    });
    expect(await asked({ institution: [bankA], size: ['NONE'] })).toEqual({
      scans: 1,
      figures: ['0.00', '0.00', '0.00', null],
    });
  });
});
