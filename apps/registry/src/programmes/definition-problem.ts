import { problem } from '#problem-details';
import { type DefinitionRefusal, definitionRefusals } from '#programmes';
import { ProblemAnswer } from '../http/problem-answer.js';

/** Why a programme, target, measure or calendar cannot be defined like that. */
export const definitionProblem = ({ reason, pointer }: DefinitionRefusal): ProblemAnswer => {
  const { problem: word, en } = definitionRefusals[reason];
  return new ProblemAnswer(problem(word, { detail: `${en}.`, errors: [{ pointer, message: en }] }));
};
