import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, businessDate } from '#calendar';
import type { DimensionFilters } from '#figures';
import { lawRuns, type Planted } from '#testing';
import { progressBothWays } from './testing/both-ways.js';
import { changedStories, lastFact, openLoan, repayment, standingOf } from './testing/changed-stories.js';
import { correctionOf, plantedChanges, reversalOf } from './testing/changes.js';
import { foldedAnew, measuredAnew } from './testing/folded-anew.js';
import { definitionFacts, progressIn } from './testing/planted-definitions.js';
import { recordedFigures } from './testing/recorded-figures.js';
import { day, filters, interleaved, picks, stories } from './testing/stories.js';
import { targetOn } from './testing/target-on.js';

/* Corrections and reversals in figures: laws. Every history is recorded, and its figures are read at some cut. */

const figures = recordedFigures();
const beginning = [...definitionFacts, ...measuredAnew.map((measure) => targetOn(measure))];
const sizes = fc.integer({ min: 1, max: 40 });
const shares = fc.constantFrom(0, 0.25, 0.5, 0.75, 1);
const runs = (usual: number) => ({ numRuns: lawRuns(usual) });

const recorded = (facts: readonly Planted[], size?: number) =>
  figures.recorded(plantedChanges([...beginning, ...facts]), size);

const shown = async (effectiveAsOf: BusinessDate, asked: DimensionFilters, knownAt?: number) => {
  const question = { programme: 'P24', effectiveAsOf, filters: asked, ...(knownAt && { knownAt }) };
  return (await progressIn(figures.pool(), question))?.targets ?? [];
};

/** Each history is asked about several times: to record it takes longer. */
const someCuts = fc.array(fc.tuple(day, filters, shares), { minLength: 6, maxLength: 6 });

const cuts: readonly (readonly [BusinessDate, DimensionFilters])[] = [
  [businessDate('2024-01-01'), {}],
  [businessDate('2024-02-29'), {}],
  [businessDate('2024-06-30'), {}],
  [businessDate('2024-12-31'), {}],
  [businessDate('2024-06-30'), { district: ['310101'] }],
];

/** What is shown in some cuts after all of these facts; by which of them a target was reached is another matter. */
const after = async (facts: readonly Planted[], size = 7) => {
  await figures.forgotten();
  await recorded(facts, size);
  const answers = [];
  for (const cut of cuts)
    answers.push((await shown(...cut)).map(({ achievedSeq: _seq, ...answer }) => answer));
  return answers;
};

describe('figures with corrections and reversals', () => {
  it('equal a plain fold of what stands of the facts known, in every cut', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          changedStories,
          picks,
          sizes,
          someCuts,
          async ({ told, lives }, order, size, several) => {
            const facts = interleaved(told, order);
            await recorded(facts, size);
            for (const [asOf, asked, share] of several) {
              const known = Math.floor(facts.length * share);
              const knownFacts = new Set(facts.slice(0, known));
              const standing = lives.map((life) => standingOf(life.filter((fact) => knownFacts.has(fact))));
              const answers = await shown(asOf, asked, beginning.length + known);
              expect(answers.map(({ actual }) => actual)).toEqual(foldedAnew(standing, asOf, asked));
            }
          },
        )
        .beforeEach(figures.forgotten),
      runs(8),
    );
  });

  it('are what a replay folds, as known at any fact, and what their checker derives', async () => {
    await fc.assert(
      fc
        .asyncProperty(changedStories, picks, sizes, someCuts, async ({ told }, order, size, several) => {
          const facts = interleaved(told, order);
          await recorded(facts, size);
          const all = plantedChanges([...beginning, ...facts]);
          for (const [asOf, , share] of several) {
            const knownAt = beginning.length + Math.floor(facts.length * share);
            await progressBothWays(figures.pool(), all, 'P24', asOf, knownAt);
          }
          expect(await figures.checked()).toEqual([]);
        })
        .beforeEach(figures.forgotten),
      runs(10),
    );
  });

  it('after the reversal of the last fact are as if it had not been', async () => {
    await fc.assert(
      fc.asyncProperty(stories, openLoan, lastFact, async (all, story, last) => {
        const facts = [...all.flat(), ...story];
        const more = repayment(story, last);
        expect(await after([...facts, more, reversalOf(more)])).toEqual(await after(facts));
      }),
      runs(3),
    );
  });

  it('after a correction are as after a reversal and another report, however often it was corrected before', async () => {
    await fc.assert(
      fc.asyncProperty(
        stories,
        openLoan,
        lastFact,
        lastFact,
        lastFact,
        async (all, story, one, two, three) => {
          const facts = [...all.flat(), ...story];
          const [was, is] = [repayment(story, one), repayment(story, three)];
          const between = correctionOf(was, { amount: two.amount }, two.on);
          const correction = correctionOf(was, { amount: three.amount }, three.on);
          const reported = await after([...facts, was, reversalOf(was), is]);
          expect(await after([...facts, was, correction])).toEqual(reported);
          expect(await after([...facts, was, between, correction])).toEqual(reported);
        },
      ),
      runs(3),
    );
  });

  it('as known before a change are the same for ever', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          changedStories,
          picks,
          fc.array(fc.tuple(day, fc.oneof(fc.constant({}), filters)), { minLength: 3, maxLength: 3 }),
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
          async ({ told }, order, asked, shares) => {
            const facts = interleaved(told, order);
            const all = plantedChanges([...beginning, ...facts]);
            const known = (share: number): number => beginning.length + Math.floor(facts.length * share);
            const shownAt = async (seq: number): Promise<string> => {
              const answers = [];
              for (const cut of asked) answers.push(await shown(...cut, seq));
              return JSON.stringify(answers);
            };
            const then = new Map<number, string>();
            let last = 0;
            for (const seq of shares.map(known).toSorted((one, other) => one - other)) {
              await figures.recorded(all.slice(last, seq), 5);
              then.set(seq, await shownAt(seq));
              last = seq;
            }
            await figures.recorded(all.slice(last), 5);
            for (const [seq, before] of then) expect([seq, await shownAt(seq)]).toEqual([seq, before]);
          },
        )
        .beforeEach(figures.forgotten),
      runs(5),
    );
  });

  it('are the same in whichever order unrelated facts are reported and changed', async () => {
    await fc.assert(
      fc.asyncProperty(changedStories, picks, picks, async ({ told }, one, other) => {
        expect(await after(interleaved(told, one), 4)).toEqual(await after(interleaved(told, other), 40));
      }),
      runs(3),
    );
  });
});
