import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate } from '#calendar';
import type { FilterExpression, TargetData } from '#facts';
import { type DimensionFilters, narrowedData } from '#figures';
import { type AsWritten, lawRuns, type Planted, plantedMeasures } from '#testing';
import { defining, targetOnMeasure } from './testing/amended-definitions.js';
import { progressBothWays } from './testing/both-ways.js';
import { changedStories } from './testing/changed-stories.js';
import { plantedChanges } from './testing/changes.js';
import {
  applied,
  backFilled,
  definitionFacts,
  measureFact,
  progressIn,
  smallProjection,
} from './testing/planted-definitions.js';
import { ownFilters } from './testing/own-filters.js';
import { recordedFigures } from './testing/recorded-figures.js';
import { batches, day, filters, interleaved, picks } from './testing/stories.js';

/*
 * A target with a filter of its own shows what it would show without one, had its measure the filter as well; whatever the filter looks at,
 * and whether the target or the facts came first.
 */

const { pool, forgotten, logged, checked } = recordedFigures();

const filteredTargets = (
  filter: FilterExpression | null,
  more: Partial<AsWritten<TargetData>> = {},
): readonly Planted[] => plantedMeasures.map((measure) => targetOnMeasure(measure, { filter, ...more }));

/** A growth takes its balance as it is, and that one is filtered. */
const filteredMeasures = (filter: FilterExpression): readonly Planted[] =>
  plantedMeasures.map((data) =>
    measureFact(
      data.op === 'GROWTH'
        ? data
        : narrowedData({ measure: { computation: 0, complete: true, data }, filter }),
    ),
  );

const followed = async (facts: readonly Planted[], size: number): Promise<void> => {
  const log = plantedChanges(facts);
  await logged(log);
  for (const batch of batches(log, size)) {
    await applied(pool(), smallProjection, batch);
    await backFilled(pool(), 1);
  }
  await backFilled(pool());
};

interface Asked {
  readonly asOf: BusinessDate;
  readonly knownAt: number;
  readonly narrowed: DimensionFilters;
}

const shown = async ({ asOf, knownAt, narrowed }: Asked) =>
  (await progressIn(pool(), { programme: 'P24', effectiveAsOf: asOf, knownAt, filters: narrowed }))?.targets;

const programme = definitionFacts.slice(plantedMeasures.length);
const asked = fc.record({ asOf: day, share: fc.constantFrom(0.5, 0.8, 1), narrowed: filters });
const size = fc.integer({ min: 1, max: 40 });

describe("a target's own filter", () => {
  it('is the same as its measure filtered so, in every cut, with corrections and reversals', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          changedStories,
          picks,
          size,
          fc.record({ filter: ownFilters, late: fc.nat({ max: 40 }), beside: fc.boolean() }),
          asked,
          async ({ told }, order, batch, { filter, late, beside }, { asOf, share, narrowed }) => {
            const facts = interleaved(told, order);
            const at = Math.min(late, facts.length);
            const logWith = (measures: readonly Planted[], own: FilterExpression | null) => [
              ...measures,
              ...programme,
              ...facts.slice(0, at),
              ...filteredTargets(own, beside ? { beside: ['renewals', 'first-time-borrowers'] } : {}),
              ...facts.slice(at),
            ];
            const ownFilter = logWith(plantedMeasures.map(measureFact), filter);
            const knownAt = Math.floor(ownFilter.length * share);
            await followed(ownFilter, batch);
            expect(await checked()).toEqual([]);
            const found = await shown({ asOf, knownAt, narrowed });
            await progressBothWays(pool(), plantedChanges(ownFilter), 'P24', asOf, knownAt);
            await forgotten();
            await followed(logWith(filteredMeasures(filter), null), batch);
            expect(found).toEqual(await shown({ asOf, knownAt, narrowed }));
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(6) },
    );
  });

  it('shows the same whether the target or the facts came first', async () => {
    await fc.assert(
      fc
        .asyncProperty(changedStories, picks, size, ownFilters, asked, async (...made) => {
          const [{ told }, order, batch, filter, { asOf, narrowed }] = made;
          const facts = interleaved(told, order);
          const measures = defining.slice(0, definitionFacts.length);
          const answers = [];
          for (const log of [
            [...measures, ...filteredTargets(filter), ...facts],
            [...measures, ...facts, ...filteredTargets(filter)],
          ]) {
            await forgotten();
            await followed(log, batch);
            const targets = await shown({ asOf, narrowed, knownAt: log.length });
            answers.push(
              targets?.map(({ achievedSeq, ...target }) => ({
                ...target,
                achievedBy: achievedSeq === null ? null : log[achievedSeq - 1],
              })),
            );
          }
          expect(answers[0]).toEqual(answers[1]);
        })
        .beforeEach(forgotten),
      { numRuns: lawRuns(4) },
    );
  });
});
