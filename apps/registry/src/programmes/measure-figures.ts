import type { BusinessDate } from '#calendar';
import type { DimensionFilters } from '#figures';
import { type Problem, problem } from '#problem-details';
import type { Found, Unanswerable } from '#targets';
import { type AskedCut, cutGiven } from '../http/known-at.query.js';
import { NotFilledIn, ProblemAnswer } from '../http/problem-answer.js';
import type { KnownAt } from '../http/query-parameters.js';

/** Query parameters that the figures of a measure share. */
interface GivenCut extends DimensionFilters {
  readonly effectiveAsOf?: BusinessDate;
  readonly knownAt?: KnownAt;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly version?: number;
}

interface CutAsked {
  readonly axes: AskedCut;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
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

/** The version that was asked for was never defined. */
export const noSuchVersion = (detail: string): Problem =>
  problem('not-found', {
    detail,
    errors: [{ pointer: '?version', message: 'is the number of no version that was defined' }],
  });

interface Asking {
  /** The query parameter that sets the granularity. */
  readonly parameter: string;
  /** What the version is of. */
  readonly of: 'measure' | 'target';
}

const wrongRequest = (detail: string, ...errors: NonNullable<Problem['errors']>): ProblemAnswer =>
  new ProblemAnswer(problem('invalid-request', { detail, ...(errors.length > 0 && { errors }) }));

const faultOf = (why: Unanswerable, { parameter, of }: Asking): Error => {
  switch (why.reason) {
    case 'not-defined':
      return new ProblemAnswer(problem('not-found'));
    case 'no-such-version':
      return new ProblemAnswer(noSuchVersion(`The ${of} has no version ${why.version}.`));
    case 'incomplete':
      return new NotFilledIn(why.filledInTo);
    case 'growth':
      return wrongRequest(
        `A growth is over a base day, which only a target has. Ask for its balance${why.of === null ? '' : `, ${why.of}`}, or for the progress of a target.`,
      );
    case 'too-many':
      return wrongRequest('The answer would be too long.', {
        pointer: `?${parameter}`,
        message: `gives more than ${why.most}: narrow it by from, to or a dimension, or cut it less finely`,
      });
  }
};

/** @throws NotFilledIn, which `ReadSide.figure` waits for */
export const answered = <Answer extends object>(result: Found<Answer>, asking: Asking): Answer => {
  if ('why' in result) throw faultOf(result.why, asking);
  return result.found;
};
