import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { CellDimension } from '#contract';
import { lawRuns } from '#testing';
import { cellsAnew } from '../testing/cells-anew.js';
import { changedStories, standingOf } from '../testing/changed-stories.js';
import { plantedChanges } from '../testing/changes.js';
import { distinct, measuresAnew } from '../testing/contributed-anew.js';
import { definitionFacts, smallSizes } from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { day, filters, interleaved, picks } from '../testing/stories.js';
import { breakdownOf } from './measure-figures.query.js';

/* Cells follow corrections and reversals: they are those of what stands of the facts known. */

const { pool, forgotten, recorded } = recordedFigures();

const dimensions = ['institution', 'district', 'industry', 'size', 'bailoutProgramme'] as const;
const cutBy: fc.Arbitrary<readonly CellDimension[]> = fc.oneof(
  fc.constantFrom(...dimensions, 'month' as const).map((one) => [one]),
  fc.shuffledSubarray([...dimensions, 'month' as const], { minLength: 2, maxLength: 2 }),
);

/** Where a key came first depends on when it was said, and is no matter of what stands. */
const isOfOrder = (code: string, by: readonly CellDimension[]): boolean =>
  distinct.includes(code) && by.length > 1 && by.includes('month');

describe('breakdowns of facts that are corrected and reversed', () => {
  it('are those of what stands of them, at any cut', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          changedStories,
          picks,
          fc.integer({ min: 1, max: 40 }),
          fc.array(
            fc.record({
              by: cutBy,
              code: fc.constantFrom(...measuresAnew),
              to: fc.oneof(
                { weight: 3, arbitrary: fc.constant(businessDate('2025-01-01')) },
                { weight: 2, arbitrary: day },
              ),
              from: fc.option(fc.constantFrom(...['2024-01-01', '2024-12-31'].map(businessDate))),
              asked: fc.oneof(fc.constant({}), filters),
              share: fc.constantFrom(0.5, 0.75, 1),
            }),
            { minLength: 30, maxLength: 30 },
          ),
          async ({ told, lives }, order, size, several) => {
            const facts = interleaved(told, order);
            await recorded(plantedChanges([...definitionFacts, ...facts]), size);
            for (const { code, by, to, from, asked, share } of several.filter(
              (each) => !isOfOrder(each.code, each.by),
            )) {
              const known = Math.floor(facts.length * share);
              const knownFacts = new Set(facts.slice(0, known));
              const all = lives.map((life) => standingOf(life.filter((fact) => knownFacts.has(fact))));
              const placeOf = new Map(all.flat().map((fact, index) => [fact, index + 1]));
              const question = { effectiveAsOf: to, knownAt: definitionFacts.length + known, filters: asked };
              const { found } = await breakdownOf(
                pool(),
                { ...question, code, by, ...(from !== null && { from }) },
                smallSizes,
              );
              const cells = (found?.cells ?? []).map(({ keys, quantity }) => [
                by.map((one) => keys[one]).join(' '),
                BigInt(quantity.replace('.', '')),
              ]);
              expect([code, by, Object.fromEntries(cells)]).toEqual([
                code,
                by,
                cellsAnew(code, { all, placeOf }, by, { from, to, filters: asked }),
              ]);
            }
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(10) },
    );
  });
});
