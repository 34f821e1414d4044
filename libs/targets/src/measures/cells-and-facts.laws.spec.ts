import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { CellDimension } from '#contract';
import { bankA, bankB, lawRuns } from '#testing';
import { changedStories } from '../testing/changed-stories.js';
import { plantedChanges } from '../testing/changes.js';
import { measuresAnew } from '../testing/contributed-anew.js';
import { definitionFacts, smallSizes, targetFact } from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { day, interleaved, picks } from '../testing/stories.js';
import { breakdownOf } from './measure-figures.query.js';
import { measureFactsOf } from './measure-facts.query.js';

/* A cell is what the facts behind it add up to, of every operation, whatever was corrected and reversed, and whoever came first. */

const { pool, forgotten, recorded } = recordedFigures();

const values: Readonly<Record<CellDimension, readonly string[]>> = {
  institution: [bankA, bankB],
  district: ['310101', '310115'],
  industry: ['C', 'D'],
  size: ['MICRO', 'LARGE'],
  bailoutProgramme: ['B1', 'B2'],
  month: ['2023-12', '2024-01', '2024-02', '2024-06', '2024-12', '2025-01'],
};
const dimensions = Object.keys(values) as readonly CellDimension[];

const pairs = dimensions.flatMap((one) =>
  dimensions.filter((other) => other !== one).map((other) => [one, other] as const),
);

/** A target that keeps a count of keys from its first day on. */
const counting = targetFact({
  code: 'chain',
  measure: 'chain-borrowers',
  unit: 'COUNT',
  period: { from: '2024-01-01', to: '2024-12-31' },
});
const before = [...definitionFacts, counting];

const narrowedTo = (by: readonly CellDimension[], keys: readonly string[]) => {
  const months = keys.filter((_, index) => by[index] === 'month');
  return {
    filters: Object.fromEntries(
      by.flatMap((one, index) => (one === 'month' ? [] : [[one, [keys[index] ?? '']]])),
    ),
    ...(months.length > 0 && { months }),
  };
};

describe('each cell by two dimensions', () => {
  const factsOf = async (question: Omit<Parameters<typeof measureFactsOf>[1], 'limit'>): Promise<bigint> => {
    const { found } = await measureFactsOf(pool(), { ...question, limit: 1_000 });
    expect(found?.next).toBeNull();
    return (found?.items ?? []).reduce((sum, { quantity }) => sum + BigInt(quantity.replace('.', '')), 0n);
  };

  it('is what the facts of the measure narrowed by both add up to', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          changedStories,
          picks,
          fc.nat(29),
          fc.oneof(
            { weight: 3, arbitrary: fc.constant(businessDate('2025-01-01')) },
            { weight: 1, arbitrary: day },
          ),
          fc.option(fc.constantFrom(...['2024-01-01', '2024-02-29'].map(businessDate))),
          fc.constantFrom(0.5, 1, 1),
          async ({ told }, order, which, effectiveAsOf, from, share) => {
            const facts = interleaved(told, order);
            await recorded(plantedChanges([...before, ...facts]), 40);
            const knownAt = before.length + Math.floor(facts.length * share);
            const cut = { effectiveAsOf, knownAt, ...(from !== null && { from }) };
            const by = pairs[which] ?? ([] as const);
            for (const code of measuresAnew) {
              const { found } = await breakdownOf(pool(), { code, by, ...cut, filters: {} }, smallSizes);
              const shown = new Map(
                found?.cells.map(({ keys, quantity }) => [
                  by.map((one) => keys[one]).join(' '),
                  BigInt(quantity.replace('.', '')),
                ]),
              );
              for (const one of values[by[0] ?? 'month'])
                for (const other of values[by[1] ?? 'month']) {
                  const added = await factsOf({ code, ...cut, by, ...narrowedTo(by, [one, other]) });
                  const cell = `${one} ${other}`;
                  expect([code, by, cell, shown.get(cell) ?? 0n]).toEqual([code, by, cell, added]);
                  shown.delete(cell);
                }
              expect([code, by, [...shown]]).toEqual([code, by, []]);
            }
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(10) },
    );
  });
});
