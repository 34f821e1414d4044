import type { Refused } from '#decider';
import { refusalProblem } from '#problem-details';
import { ruleCatalogue } from '#rules';
import { ProblemAnswer } from './problem-answer.js';

/** An administrative request against a rule of the registry. */
export const refusedByRule = ({ rule, pointer, because, retryable }: Refused): ProblemAnswer => {
  const figures = Object.entries(because).map(([name, value]) => `${name} ${value}`);
  const message =
    figures.length === 0 ? ruleCatalogue[rule].en : `${ruleCatalogue[rule].en} (${figures.join(', ')})`;
  return new ProblemAnswer(refusalProblem([{ pointer, rule, message }], { retryable }));
};
