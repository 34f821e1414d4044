import { expect } from '@jest/globals';
import type pg from 'pg';
import type { TargetProgress } from '#contract';
import type { SequencedFact } from '#facts';
import { foldFigures } from '#figures';
import { progressOf, progressOfFold } from '../progress/progress.query.js';

/** The targets of a programme out of the tables; the same facts folded in memory must say the same. */
export const progressBothWays = async (
  pool: pg.Pool,
  facts: readonly SequencedFact[],
  programme: string,
  effectiveAsOf: string,
): Promise<readonly TargetProgress[]> => {
  const answer = await progressOf(pool, { programme, effectiveAsOf, filters: {} });
  const fold = foldFigures(facts);
  fold.take(facts);
  expect(progressOfFold(fold, programme, effectiveAsOf)).toEqual(answer?.targets ?? null);
  return answer?.targets ?? [];
};
