import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, businessDate } from '#calendar';
import type { DimensionFilters } from '#figures';
import { lawRuns, type Planted } from '#testing';
import { progressBothWays } from './testing/both-ways.js';
import { changedStories, standingOf } from './testing/changed-stories.js';
import { correctionOf, plantedChanges, reversalOf } from './testing/changes.js';
import { foldedAnew, measuredAnew } from './testing/folded-anew.js';
import { definitionFacts, progressIn } from './testing/planted-definitions.js';
import { recordedFigures } from './testing/recorded-figures.js';
import { day, filters, interleaved, loanStory, picks, stories, type Story } from './testing/stories.js';
import { targetOn } from './testing/target-on.js';

/* Corrections and reversals in figures: laws. Every history is recorded, and its figures are read at some cut. */

const figures = recordedFigures();
const beginning = [...definitionFacts, ...measuredAnew.map((measure) => targetOn(measure))];
const sizes = fc.integer({ min: 1, max: 40 });
const shares = fc.constantFrom(0, 0.25, 0.5, 0.75, 1);
/** Of one law, on a busy machine: each history is written and read in full. */
const longestMs = 150_000;
const runs = (usual: number) => ({ numRuns: lawRuns(usual) });

const recorded = (facts: readonly Planted[], size?: number) =>
  figures.recorded(plantedChanges([...beginning, ...facts]), size);

const shown = async (effectiveAsOf: BusinessDate, asked: DimensionFilters, knownAt?: number) => {
  const question = { programme: 'P24', effectiveAsOf, filters: asked, ...(knownAt && { knownAt }) };
  return (await progressIn(figures.pool(), question))?.targets ?? [];
};

const cuts: readonly (readonly [BusinessDate, DimensionFilters])[] = [
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

/** A loan's story with one fact more that can be changed as the last of it. */
const openLoan = loanStory('L9').filter((story) => story.every(({ type }) => type !== 'LoanCancelled'));
const lastFact = fc.record({ amount: fc.constantFrom('1.00', '12.50'), on: day });
const repayment = (
  story: Story,
  { amount, on }: { readonly amount: string; readonly on: string },
): Planted => ({
  type: 'LoanRepaid',
  stream: story[0]?.stream ?? '',
  institution: story[0]?.institution ?? null,
  on,
  data: { loanId: 'L9', amount },
});

describe('figures with corrections and reversals', () => {
  it(
    'equal a plain fold of what stands of the facts known, in every cut',
    async () => {
      await fc.assert(
        fc
          .asyncProperty(
            changedStories,
            picks,
            sizes,
            day,
            filters,
            shares,
            async ({ told, lives }, order, size, asOf, asked, share) => {
              const facts = interleaved(told, order);
              await recorded(facts, size);
              const known = Math.floor(facts.length * share);
              const knownFacts = new Set(facts.slice(0, known));
              const standing = lives.map((life) => standingOf(life.filter((fact) => knownFacts.has(fact))));
              const answers = await shown(asOf, asked, beginning.length + known);
              expect(answers.map(({ actual }) => actual)).toEqual(foldedAnew(standing, asOf, asked));
            },
          )
          .beforeEach(figures.forgotten),
        runs(8),
      );
    },
    longestMs,
  );

  it(
    'are what a replay folds, as known at any fact, and what their checker derives',
    async () => {
      await fc.assert(
        fc
          .asyncProperty(
            changedStories,
            picks,
            sizes,
            day,
            shares,
            async ({ told }, order, size, asOf, share) => {
              const facts = interleaved(told, order);
              await recorded(facts, size);
              const knownAt = beginning.length + Math.floor(facts.length * share);
              const all = plantedChanges([...beginning, ...facts]);
              await progressBothWays(figures.pool(), all, 'P24', asOf, knownAt);
              expect(await figures.checked()).toEqual([]);
            },
          )
          .beforeEach(figures.forgotten),
        runs(10),
      );
    },
    longestMs,
  );

  it(
    'after the reversal of the last fact are as if it had not been',
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, openLoan, lastFact, async (all, story, last) => {
          const facts = [...all.flat(), ...story];
          const more = repayment(story, last);
          expect(await after([...facts, more, reversalOf(more)])).toEqual(await after(facts));
        }),
        runs(3),
      );
    },
    longestMs,
  );

  it(
    'after a correction are as after a reversal and another report, however often it was corrected before',
    async () => {
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
    },
    longestMs,
  );

  it(
    'as known before a change are the same for ever',
    async () => {
      await fc.assert(
        fc
          .asyncProperty(
            changedStories,
            picks,
            day,
            filters,
            shares,
            async ({ told }, order, asOf, asked, share) => {
              const facts = interleaved(told, order);
              const known = beginning.length + Math.floor(facts.length * share);
              const all = plantedChanges([...beginning, ...facts]);
              await figures.recorded(all.slice(0, known), 5);
              const then = await shown(asOf, asked, known);
              await figures.recorded(all.slice(known), 5);
              expect(JSON.stringify(await shown(asOf, asked, known))).toBe(JSON.stringify(then));
            },
          )
          .beforeEach(figures.forgotten),
        runs(5),
      );
    },
    longestMs,
  );

  it(
    'are the same in whichever order unrelated facts are reported and changed',
    async () => {
      await fc.assert(
        fc.asyncProperty(changedStories, picks, picks, async ({ told }, one, other) => {
          expect(await after(interleaved(told, one), 4)).toEqual(await after(interleaved(told, other), 40));
        }),
        runs(3),
      );
    },
    longestMs,
  );
});
