import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { MeasureData } from '#facts';
import { plantedMeasures, lawRuns } from '#testing';
import { seriesOf } from '../measures/measure-figures.query.js';
import { changes, withChanges } from '../testing/amended-definitions.js';
import { plantedChanges } from '../testing/changes.js';
import {
  applied,
  backFilled,
  measureFact,
  smallProjection,
  smallSizes,
} from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { day, filters, interleaved, picks, stories } from '../testing/stories.js';
import { previewOf } from './measure-preview.connection.js';

const { pool, forgotten, logged } = recordedFigures();

const proposed = fc
  .record({
    measure: fc.constantFrom(...plantedMeasures.filter(({ op }) => op !== 'GROWTH')),
    filter: fc.constantFrom<MeasureData['filter']>(
      null,
      { eq: ['/dimensions/size', 'MICRO'] },
      { not: { gte: ['/effectiveDate', '2024-06-30'] } },
    ),
  })
  .map(({ measure, filter }): MeasureData => ({ ...measure, filter: filter ?? measure.filter }));

const rowsOf = async (): Promise<unknown> => {
  const { rows } = await pool().query(
    `select (select count(*) from measure_delta) as deltas, (select count(*) from back_filled_subject) as subjects,
       (select count(*) from indicator_value) as indicators, (select count(*) from facts) as facts`,
  );
  return rows;
};

describe('a preview', () => {
  it('is what the measure shows once it is defined, and leaves nothing', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          picks,
          changes,
          proposed,
          fc.record({
            effectiveAsOf: day,
            share: fc.constantFrom(0.4, 1),
            narrowed: filters,
            from: fc.option(fc.constantFrom(...['2024-01-01', '2024-02-15'].map(businessDate))),
          }),
          async (all, order, changed, data, { effectiveAsOf, share, narrowed, from }) => {
            const told = plantedChanges(withChanges(interleaved(all, order), changed));
            const knownAt = Math.floor(told.length * share);
            const facts = [...told, ...plantedChanges([measureFact(data)], told.length + 1)];
            await logged(facts);
            const asked = {
              effectiveAsOf,
              knownAt,
              filters: narrowed,
              interval: 'month' as const,
              ...(from !== null && { from }),
            };
            const { signal } = new AbortController();
            const before = await rowsOf();
            const { found } = await previewOf(pool(), { ...asked, data, signal });
            expect(await rowsOf()).toEqual(before);
            await applied(pool(), smallProjection, facts);
            await backFilled(pool());
            const defined = await seriesOf(pool(), { ...asked, code: data.code, version: 1 }, smallSizes);
            expect(found?.points).toEqual(defined.found?.points);
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(15) },
    );
  });

  it('ends when nobody waits for it any more', async () => {
    await logged(plantedChanges(Array.from({ length: 2_000 }, () => measureFact({ code: 'other' }))));
    const gone = new AbortController();
    const asked = {
      effectiveAsOf: businessDate('2024-12-31'),
      knownAt: 2_000,
      filters: {},
      interval: 'month' as const,
    };
    const [data] = plantedMeasures;
    if (!data) throw new Error('There is a measure.');
    const counting = previewOf(pool(), { ...asked, data, signal: gone.signal });
    gone.abort(new Error('gone'));
    await expect(counting).rejects.toThrow('gone');
  });
});
