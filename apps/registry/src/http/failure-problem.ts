import { HttpException } from '@nestjs/common';
import {
  AppendTooLarge,
  LogUnavailable,
  NotStorable,
  OutcomeUnknown,
  OverlayFull,
  StorageFull,
} from '#event-log';
import { type Problem, problem, type ProblemWord } from '#problem-details';
import { MalformedCursor } from '#keyset';

const fastifyWords: Readonly<Record<string, ProblemWord>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-request',
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Nest wraps what Fastify throws; the words go by the cause. */
const causeOf = (error: unknown): unknown =>
  error instanceof HttpException && error.cause !== undefined ? error.cause : error;

/** The database was not reached, or went away while it was only read: nothing was written. */
const databaseGone = (error: unknown): boolean =>
  /^(08|53|57P|ECONN|ETIMEDOUT|EPIPE)/.test(codeOf(error)) ||
  (error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message));

/** What a failure that is foreseen is told as; undefined for what is broken and belongs into the log. */
export const failureProblem = (error: unknown): Problem | undefined => {
  if (error instanceof MalformedCursor)
    return problem('invalid-request', {
      errors: [{ pointer: '?cursor', message: 'is no cursor of this list' }],
    });
  if (error instanceof StorageFull || codeOf(error) === '53100')
    return problem('storage-full', { outcome: 'not-recorded', retryable: true });
  if (error instanceof OutcomeUnknown) return problem('unavailable', { outcome: 'unknown', retryable: true });
  if (error instanceof OverlayFull || error instanceof AppendTooLarge)
    return problem('too-large', { outcome: 'not-recorded' });
  if (error instanceof NotStorable)
    return problem('invalid-request', { outcome: 'not-recorded', detail: 'The log cannot store this text.' });
  const word = fastifyWords[codeOf(causeOf(error))];
  if (word) return problem(word, { outcome: 'not-recorded' });
  if (error instanceof LogUnavailable || databaseGone(error))
    return problem('unavailable', { outcome: 'not-recorded', retryable: true });
  if (error instanceof HttpException && error.getStatus() === 404) return problem('not-found');
  return undefined;
};
