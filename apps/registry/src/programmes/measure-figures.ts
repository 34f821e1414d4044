import type { DimensionFilters } from '#figures';
import { type Problem, problem } from '#problem-details';
import type { Found, Unanswerable } from '#targets';
import { type AskedCut, cutGiven } from '../http/known-at.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import type { KnownAt } from '../http/query-parameters.js';

/** Parameters that figures of a measure have in common, as they come. */
interface GivenCut extends DimensionFilters {
  readonly effectiveAsOf?: string;
  readonly knownAt?: KnownAt;
  readonly from?: string;
  readonly to?: string;
  readonly version?: number;
}

interface CutAsked {
  readonly axes: AskedCut;
  readonly from?: string;
  readonly to?: string;
  readonly version?: number;
  readonly filters: DimensionFilters;
}

export const cutAsked = ({ effectiveAsOf, knownAt, from, to, version, ...filters }: GivenCut): CutAsked => ({
  axes: cutGiven({ effectiveAsOf, knownAt }),
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(version === undefined ? {} : { version }),
  filters,
});

/** Of what is asked for under a version that was never defined. */
export const noSuchVersion = (detail: string): Problem =>
  problem('not-found', {
    detail,
    errors: [{ pointer: '?version', message: 'is the number of no version that was defined' }],
  });

/** `parameter`: the one that says how finely it is cut. */
const problemOf = (why: Unanswerable, parameter: string): Problem => {
  switch (why.reason) {
    case 'not-defined':
      return problem('not-found');
    case 'no-such-version':
      return noSuchVersion(`The measure has no version ${why.version}.`);
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
