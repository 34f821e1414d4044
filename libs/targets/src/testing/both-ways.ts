import { expect } from '@jest/globals';
import type pg from 'pg';
import { type BusinessDate } from '#calendar';
import type { TargetProgress } from '#contract';
import type { SequencedFact } from '#facts';
import { foldFigures } from '#figures';
import { progressOfFold } from '../progress/progress.query.js';
import { progressIn } from './planted-definitions.js';

/** The targets of a programme out of the tables, as known at some fact; the facts up to there folded in memory must say the same. */
export const progressBothWays = async (
  pool: pg.Pool,
  facts: readonly SequencedFact[],
  programme: string,
  effectiveAsOf: BusinessDate,
  knownAt = facts.at(-1)?.seq ?? 0,
): Promise<readonly TargetProgress[]> => {
  const answer = await progressIn(pool, { programme, effectiveAsOf, knownAt, filters: {} });
  const known = facts.filter(({ seq }) => seq <= knownAt);
  const fold = foldFigures(known);
  fold.take(known);
  expect(progressOfFold(fold, programme, effectiveAsOf)).toEqual(answer?.targets ?? null);
  return answer?.targets ?? [];
};
