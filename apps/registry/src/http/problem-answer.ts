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
 * Thrown where the back-fill of a figure is not complete: facts recorded before its definition are counted up to `upTo`. `ReadSide.figure`
 * waits and reads again.
 */
export class NotFilledIn extends Error {
  constructor(readonly upTo: number) {
    super(`Facts that were recorded before a definition are counted for it up to ${upTo}.`);
    this.name = 'NotFilledIn';
  }
}

/** On intake every problem has an outcome. One without was found before anything was recorded. */
export const withOutcome = (
  problem: Problem,
  declaration: Pick<RouteDeclaration, 'intake'> | undefined,
): Problem =>
  declaration?.intake && problem.outcome === undefined ? { ...problem, outcome: 'not-recorded' } : problem;

/** The problem of a failure. Only on intake does it have an outcome, since only there is a report. */
export const failedOn = (
  problem: Problem,
  declaration: Pick<RouteDeclaration, 'intake'> | undefined,
): Problem => {
  if (declaration?.intake) return withOutcome(problem, declaration);
  const { outcome: _, ...rest } = problem;
  return rest;
};

/** `Retry-After` in seconds, by status. */
const retryAfterS: Readonly<Record<number, string>> = { 503: '2', 507: '30' };

/** Headers of every problem document of a status; others may be added. */
export const problemHeaders = ({ status }: Problem): Readonly<Record<string, string>> => {
  const retryAfter = retryAfterS[status];
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
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

/** An administrative request that a rule refuses. */
export const refusedByRule = (refused: Refused): ProblemAnswer =>
  new ProblemAnswer(refusalProblem([violation(refused)], { retryable: refused.retryable }));

/** The append may or may not have been stored. */
export const outcomeUnknown: Problem = problem('unavailable', {
  detail:
    'The log did not say in time whether this was recorded. The same may be sent again; it is recorded once.',
  outcome: 'unknown',
  retryable: true,
});

/** The cursor is malformed, or belongs to another list or to other filters. */
export const wrongCursor: Problem = problem('invalid-request', {
  errors: [{ pointer: '?cursor', message: 'is no cursor of this list with these filters' }],
});
