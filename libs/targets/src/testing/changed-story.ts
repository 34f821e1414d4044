import { expect } from '@jest/globals';
import { businessDate } from '#calendar';
import type { Planted } from '#testing';
import { progressBothWays } from './both-ways.js';
import { plantedChanges } from './changes.js';
import { definitionFacts, progressIn, targetFact } from './planted-definitions.js';
import { recordedFigures } from './recorded-figures.js';

const period = { from: '2024-01-01', to: '2024-12-31' };
const count = { unit: 'COUNT' as const, threshold: '1', comparator: 'GTE' as const };
const targets = [
  targetFact({ code: 'renewed', measure: 'renewal-volume', period, threshold: '1000.00' }),
  targetFact({ code: 'first-time', measure: 'first-time-borrowers', period, ...count }),
  targetFact({ code: 'chain', measure: 'chain-borrowers', period, ...count, threshold: '2' }),
  targetFact({ code: 'balance', measure: 'loan-balance', period: { asAt: '2024-12-31' } }),
  targetFact({ code: 'bailout', measure: 'bailout-volume', period, threshold: '400.00' }),
  targetFact({ code: 'green', measure: 'green-loan-balance', period }),
];
/** Facts before those of a story: measures, and a target on most of them. */
export const beginning = [...definitionFacts, ...targets];

/** Seq of the fact at this place of a story. */
export const seqOf = (place: number): number => beginning.length + place + 1;

/** Stories with corrections and reversals, recorded and counted in a database of their own. */
export const changedStories = () => {
  const figures = recordedFigures();
  /** As known after so many facts of the story; the same out of the tables and folded in memory. */
  const shown = (facts: readonly Planted[], after = facts.length, asOf = businessDate('2024-12-31')) =>
    progressBothWays(
      figures.pool(),
      plantedChanges([...beginning, ...facts]),
      'P24',
      asOf,
      beginning.length + after,
    );
  return {
    figures,
    shown,
    /** Of each target, as `shown`. */
    actuals: async (...asked: Parameters<typeof shown>) =>
      Object.fromEntries((await shown(...asked)).map(({ code, actual }) => [code, actual])),
    /** Of each target, now, in one district. */
    narrowed: async (district: string) => {
      const filters = { district: [district] };
      const answer = await progressIn(figures.pool(), {
        programme: 'P24',
        effectiveAsOf: businessDate('2024-12-31'),
        filters,
      });
      return Object.fromEntries(answer?.targets.map(({ code, actual }) => [code, actual]) ?? []);
    },
    /** Recorded and counted; the checker derives the same. */
    told: async (facts: readonly Planted[], size?: number): Promise<void> => {
      await figures.recorded(plantedChanges([...beginning, ...facts]), size);
      expect(await figures.checked()).toEqual([]);
    },
  };
};
