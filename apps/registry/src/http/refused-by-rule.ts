import type { Refused } from '#decider';
import { refusalMessage } from '#intake';
import { refusalProblem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/** An administrative request against a rule of the registry. */
export const refusedByRule = (refused: Refused): ProblemAnswer => {
  const { rule, pointer, retryable } = refused;
  return new ProblemAnswer(
    refusalProblem([{ pointer, rule, message: refusalMessage(refused) }], { retryable }),
  );
};
