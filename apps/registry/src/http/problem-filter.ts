import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import pg from 'pg';
import type { Logger } from 'pino';
import { LogUnavailable, OutcomeUnknown, StorageFull } from '#event-log';
import { problem, type ProblemWord } from '#problem-details';
import { MalformedCursor } from '#keyset';
import { ProblemAnswer, sendProblem } from './problem-answer.js';

/** Seconds after which it makes sense to come again. */
const retryAfter = { 'retry-after': '2' } as const;

const fastifyWords: Readonly<Record<string, ProblemWord>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-request',
  ECONNRESET: 'invalid-request',
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const connectionLost = (error: unknown): boolean =>
  /^(08|57P)/.test(codeOf(error)) ||
  ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'].includes(codeOf(error)) ||
  (error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(error.message));

/** Makes every error a problem document: known ones in their words, broken ones logged with their cause and told without. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof ProblemAnswer) {
      sendProblem(reply, error.problem, error.headers);
      return;
    }
    if (error instanceof MalformedCursor) {
      sendProblem(
        reply,
        problem('invalid-request', { errors: [{ pointer: '?cursor', message: 'is no cursor of this list' }] }),
      );
      return;
    }
    if (error instanceof StorageFull) {
      sendProblem(reply, problem('storage-full', { outcome: 'not-recorded' }), retryAfter);
      return;
    }
    if (error instanceof OutcomeUnknown) {
      sendProblem(reply, problem('unavailable', { outcome: 'unknown', retryable: true }), retryAfter);
      return;
    }
    const word = fastifyWords[codeOf(error)];
    if (word && !(error instanceof pg.DatabaseError)) {
      sendProblem(reply, problem(word, { outcome: 'not-recorded' }));
      return;
    }
    if (error instanceof LogUnavailable || connectionLost(error)) {
      this.logger.warn({ err: error }, 'the database does not answer');
      sendProblem(reply, problem('unavailable', { outcome: 'not-recorded', retryable: true }), retryAfter);
      return;
    }
    if (error instanceof HttpException && error.getStatus() === 404) {
      sendProblem(reply, problem('not-found'));
      return;
    }
    this.logger.error({ err: error }, 'a request broke');
    sendProblem(reply, problem('internal', { outcome: 'unknown' }));
  }
}
