import type { RefusedOutcome } from './outcome.js';

/** Violations that are listed of one report. */
const mostListed = 100;

/** The refusal with as many violations as are listed, and how many more there are. */
export const listed = (refused: RefusedOutcome): RefusedOutcome => {
  const [first, ...rest] = refused.violated;
  return refused.violated.length <= mostListed
    ? refused
    : {
        ...refused,
        violated: [first, ...rest.slice(0, mostListed - 1)],
        unlisted: refused.violated.length - mostListed,
      };
};
