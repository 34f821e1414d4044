import { problem } from '#problem-details';
import { type DefinitionRefusal, definitionRefusals } from '#programmes';
import { ProblemAnswer } from '../http/problem-answer.js';

/** Targets that a message names at most. */
const mostNamed = 20;

const namedTargets = (targets: readonly string[]): string => {
  const more = targets.length > mostNamed ? ` and ${targets.length - mostNamed} more` : '';
  return targets.length === 0 ? '' : `: ${targets.slice(0, mostNamed).join(', ')}${more}`;
};

/** The problem of a refused definition of a programme, target, measure or calendar. */
export const definitionProblem = ({ reason, pointer, targets = [] }: DefinitionRefusal): ProblemAnswer => {
  const { problem: word, en } = definitionRefusals[reason];
  const message = `${en}${namedTargets(targets)}`;
  return new ProblemAnswer(problem(word, { detail: `${message}.`, errors: [{ pointer, message }] }));
};
