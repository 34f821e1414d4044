import type { Refused } from '#decider';
import { violation } from '#intake';
import { refusalProblem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/** An administrative request against a rule of the registry. */
export const refusedByRule = (refused: Refused): ProblemAnswer =>
  new ProblemAnswer(refusalProblem([violation(refused)], { retryable: refused.retryable }));
