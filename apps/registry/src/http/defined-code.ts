import { isIdentifier } from '#identifiers';
import { problem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/** A code in the path of a definition, by the grammar of identifiers; other codes name nothing that could exist. */
export const definedCode = (code: string): string => {
  if (!isIdentifier(code))
    throw new ProblemAnswer(
      problem('invalid-request', { detail: 'A code is 1 to 64 of A-Z a-z 0-9 _ . : -' }),
    );
  return code;
};
