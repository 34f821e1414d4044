import type { FastifyReply } from 'fastify';
import type { Refused } from '#decider';
import { violation } from '#intake';
import { type Problem, problem, refusalProblem } from '#problem-details';
import type { RouteDeclaration } from './route-declaration.js';

/** Thrown where a request cannot be served; answered as the problem document that it carries. */
export class ProblemAnswer extends Error {
  constructor(
    readonly problem: Problem,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.title);
    this.name = 'ProblemAnswer';
  }
}

/**
 * Thrown where a figure is asked for that is not all there: facts recorded before its definition are counted for it up to this one. Who
 * reads waits for the others, as for a position.
 */
export class NotFilledIn extends Error {
  constructor(readonly upTo: number) {
    super(`Facts that were recorded before a definition are counted for it up to ${upTo}.`);
    this.name = 'NotFilledIn';
  }
}

/** On intake every problem says what became of the report; one that says nothing was found before anything was recorded. */
export const withOutcome = (
  problem: Problem,
  declaration: Pick<RouteDeclaration, 'intake'> | undefined,
): Problem =>
  declaration?.intake && problem.outcome === undefined ? { ...problem, outcome: 'not-recorded' } : problem;

/** What a failure is reported as: only on intake is there a report of which an outcome could be said. */
export const failedOn = (
  problem: Problem,
  declaration: Pick<RouteDeclaration, 'intake'> | undefined,
): Problem => {
  if (declaration?.intake) return withOutcome(problem, declaration);
  const { outcome: _, ...rest } = problem;
  return rest;
};

/** Seconds after which it makes sense to come again. */
const comeAgain: Readonly<Record<number, string>> = { 503: '2', 507: '30' };

/** Headers of the document; what the request asks for beside them comes on top. */
export const problemHeaders = ({ status }: Problem): Readonly<Record<string, string>> => {
  const again = comeAgain[status];
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(again === undefined ? {} : { 'retry-after': again }),
  };
};

/** Every error is RFC 9457 `application/problem+json`. */
export const sendProblem = (
  reply: FastifyReply,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply =>
  reply
    .status(problem.status)
    .headers({ ...problemHeaders(problem), ...headers })
    .send(JSON.stringify(problem));

/** An administrative request against a rule of the registry. */
export const refusedByRule = (refused: Refused): ProblemAnswer =>
  new ProblemAnswer(refusalProblem([violation(refused)], { retryable: refused.retryable }));

/** Of an append whose answer did not come, on whatever way that is found out. */
export const outcomeUnknown: Problem = problem('unavailable', {
  detail:
    'The log did not say in time whether this was recorded. The same may be sent again; it is recorded once.',
  outcome: 'unknown',
  retryable: true,
});

/** Whether it is malformed, or belongs to another question. */
export const wrongCursor: Problem = problem('invalid-request', {
  errors: [{ pointer: '?cursor', message: 'is no cursor of this list with these filters' }],
});
