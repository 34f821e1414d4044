import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Refused } from '#decider';
import {
  AnotherStore,
  AppendTooLarge,
  IndexBehind,
  LogShortened,
  LogUnavailable,
  NotStorable,
  OutcomeUnknown,
  OverlayFull,
  StorageFull,
} from '#event-log';
import { violation } from '#intake';
import { MalformedCursor } from '#keyset';
import { databaseIsGone } from '#outages';
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

/** On intake every problem says what became of the report; one that says nothing was found before anything was recorded. */
export const withOutcome = (
  problem: Problem,
  declaration: Pick<RouteDeclaration, 'intake'> | undefined,
): Problem =>
  declaration?.intake && problem.outcome === undefined ? { ...problem, outcome: 'not-recorded' } : problem;

/** What a failure is told as: only on intake is there a report of which an outcome could be said. */
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

/** Of bodies that are not read to their end. */
const fastifyProblems: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: problem('too-large', {
    detail: 'The body is longer than its content type may be.',
    outcome: 'not-recorded',
  }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: problem('unsupported-media-type', { outcome: 'not-recorded' }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: problem('invalid-request', {
    detail: 'The body is not as long as Content-Length says.',
    outcome: 'not-recorded',
  }),
  FST_ERR_CTP_EMPTY_JSON_BODY: problem('invalid-request', {
    detail: 'The body is empty.',
    outcome: 'not-recorded',
  }),
};

/** Of PostgreSQL: a statement went on for longer than it may. */
const queryCancelled = '57014';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Nest wraps what Fastify throws; the words go by the cause. */
const causeOf = (error: unknown): unknown =>
  error instanceof HttpException && error.cause !== undefined ? error.cause : error;

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

/** By cause, so that an outage of seconds is told from one that somebody must end; without a value or an address. */
const unavailability = (error: unknown): string | undefined => {
  if (error instanceof AnotherStore)
    return 'The event store is another one, or an older copy of the one whose facts are known here.';
  if (error instanceof IndexBehind)
    return 'What was recorded before this registry started is not in order yet.';
  if (error instanceof LogShortened)
    return 'Facts are missing at the end of the log, which somebody must put back.';
  if (error instanceof LogUnavailable) return 'The log does not answer now.';
  if (codeOf(error) === queryCancelled)
    return 'This takes longer to read than is waited for. Ask for less at once.';
  return databaseIsGone(error) ? 'The database does not answer now.' : undefined;
};

const tooMuch = (error: OverlayFull | AppendTooLarge): string =>
  error instanceof OverlayFull
    ? 'A dry run holds fewer reports than this.'
    : 'What would be recorded is longer than the log takes in one piece.';

/** What a failure that is foreseen is told as; undefined for what is broken and belongs into the log. */
export const failureProblem = (error: unknown): Problem | undefined => {
  if (error instanceof MalformedCursor) return wrongCursor;
  if (error instanceof StorageFull || codeOf(error) === '53100')
    return problem('storage-full', { outcome: 'not-recorded', retryable: true });
  if (error instanceof OutcomeUnknown) return outcomeUnknown;
  if (error instanceof OverlayFull || error instanceof AppendTooLarge)
    return problem('too-large', { detail: tooMuch(error), outcome: 'not-recorded' });
  if (error instanceof NotStorable)
    return problem('invalid-request', { outcome: 'not-recorded', detail: 'The log cannot store this text.' });
  const unread = fastifyProblems[codeOf(causeOf(error))];
  if (unread) return unread;
  const detail = unavailability(error);
  if (detail !== undefined)
    return problem('unavailable', { detail, outcome: 'not-recorded', retryable: true });
  if (error instanceof HttpException && error.getStatus() === 404) return problem('not-found');
  return undefined;
};
