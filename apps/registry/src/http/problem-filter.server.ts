import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
import type { Headroom } from '#headroom';
import { MalformedCursor } from '#keyset';
import { databaseIsGone, type FaultLines, type OutageLines } from '#outages';
import { type Problem, problem } from '#problem-details';
import { looksForPage, sendNothingHere } from './nothing-here.js';
import {
  failedOn,
  outcomeUnknown,
  ProblemAnswer,
  sendProblem,
  withOutcome,
  wrongCursor,
} from './problem-answer.js';
import { declarationOf } from './request-checks.controller.js';

/** Errors of Fastify while it reads a body. */
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

/** PostgreSQL's code for a statement that ran into `statement_timeout`. */
const queryCancelled = '57014';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Nest wraps errors of Fastify; their code is on the cause. */
const causeOf = (error: unknown): unknown =>
  error instanceof HttpException && error.cause !== undefined ? error.cause : error;

/** The cause in a sentence without values or addresses, which shows whether the outage ends by itself. */
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

/** The problem of an expected error; undefined for a bug, which is logged and answered 500. */
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

const isNotFound = (error: unknown): boolean =>
  error instanceof ProblemAnswer
    ? error.problem.status === 404
    : error instanceof HttpException && error.getStatus() === 404;

/** Where failures go: bugs with their stack, outages as one line, both rate-limited. `headroom` stops writes when the database is full. */
export interface FailureLogs {
  readonly faults: FaultLines;
  readonly outages: OutageLines;
  readonly headroom: Pick<Headroom, 'noteDatabaseFull'>;
}

/** Gives the problem of a failure, and logs it where the registry is at fault and not the request. */
export const loggedFailure = (error: unknown, what: string, logs: FailureLogs): Problem => {
  const foreseen = failureProblem(error);
  if (!foreseen) {
    logs.faults.fault(error, `${what} broke`);
    return problem('internal', { outcome: 'unknown' });
  }
  if (foreseen.status === 507) logs.headroom.noteDatabaseFull(performance.now());
  if (foreseen.status >= 500) logs.outages.outage(error, `${what} was not served`);
  return foreseen;
};

/** Answers every error with a problem document, and who follows a wrong address in a browser with a page. A bug is logged with its cause and answered without. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logs: FailureLogs) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    const declaration = declarationOf(request);
    if (isNotFound(error) && looksForPage(request)) {
      sendNothingHere(reply, 404);
      return;
    }
    if (error instanceof ProblemAnswer) {
      sendProblem(reply, withOutcome(error.problem, declaration), error.headers);
      return;
    }
    sendProblem(reply, failedOn(loggedFailure(error, 'a request', this.logs), declaration));
  }
}
