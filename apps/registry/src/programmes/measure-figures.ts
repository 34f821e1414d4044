import type { DimensionFilters } from '#figures';
import { type Problem, problem } from '#problem-details';
import type { Found, Unanswerable } from '#targets';
import { type AskedCut, cutGiven } from '../http/known-places.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import type { KnownAt } from '../http/query-parameters.js';

/** Parameters that figures of a measure have in common, as they come. */
interface GivenCut extends DimensionFilters {
  readonly effectiveAsOf?: string;
  readonly knownAt?: KnownAt;
  readonly from?: string;
  readonly to?: string;
}

interface CutAsked {
  readonly axes: AskedCut;
  readonly from?: string;
  readonly to?: string;
  readonly filters: DimensionFilters;
}

export const cutAsked = ({ effectiveAsOf, knownAt, from, to, ...filters }: GivenCut): CutAsked => ({
  axes: cutGiven({ effectiveAsOf, knownAt }),
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  filters,
});

/** `parameter`: the one that says how finely it is cut. */
const problemOf = (why: Unanswerable, parameter: string): Problem => {
  switch (why.reason) {
    case 'not-defined':
      return problem('not-found');
    case 'incomplete':
      return problem('not-yet-projected', {
        detail: 'Facts that were recorded before this definition are not counted for it yet.',
      });
    case 'growth':
      return problem('invalid-request', {
        detail: `A growth is over a base day, which only a target has. Ask for its balance${why.of === null ? '' : `, ${why.of}`}, or for the progress of a target.`,
      });
    case 'too-many':
      return problem('invalid-request', {
        detail: 'The answer would be too long.',
        errors: [
          {
            pointer: `?${parameter}`,
            message: `gives more than ${why.most}: narrow it by from, to or a dimension, or cut it less finely`,
          },
        ],
      });
  }
};

export const answered = <Answer extends object>(result: Found<Answer>, parameter: string): Answer => {
  if ('why' in result) throw new ProblemAnswer(problemOf(result.why, parameter));
  return result.found;
};
