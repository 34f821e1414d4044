import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Headroom, recordingLimits, watchFreeSpace } from '#headroom';
import { type Problem, problem } from '#problem-details';
import type { Settings } from '#settings';
import { sendProblem, withOutcome } from './problem-answer.js';
import { declarationOf } from './request-checks.controller.js';

/** Whether the request needs disk space. A dry run records nothing. */
const isWrite = ({ method, query, routeOptions }: FastifyRequest): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  // Signing in is needed to read.
  routeOptions.url !== '/v1/session' &&
  (query as { readonly dryRun?: unknown }).dryRun !== 'true';

const storageFull: Problem = problem('storage-full', {
  detail:
    'There is too little room where the database keeps its files, so that nothing is recorded now. Reading and dry runs go on.',
  retryable: true,
});

/**
 * Refuses writes with 507, before their body is read, while disk space is short, so that work under way can finish and reads go on.
 * Added after the gate, so that only authenticated callers see it.
 */
export const refuseWithoutRoom = (server: FastifyInstance, headroom: Headroom): void => {
  server.addHook('onRequest', (request, reply, done) => {
    if (!isWrite(request) || headroom.mayWrite(performance.now())) done();
    else sendProblem(reply, withOutcome(storageFull, declarationOf(request)));
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (isWrite(request) && reply.statusCode < 300)
      headroom.noteWritten(performance.now() - reply.elapsedTime);
    done();
  });
};

/** Watches the free disk space, and logs once when it becomes short and once when it suffices again. */
export const watchedHeadroom = async (
  { storageDir }: Pick<Settings, 'storageDir'>,
  logger: Logger,
): Promise<{ readonly headroom: Headroom; readonly stop: () => void }> => {
  const headroom = new Headroom(recordingLimits, ({ level, freeBytes, isDatabaseFull }, before) => {
    if (level === 'short')
      logger.error({ freeBytes, isDatabaseFull }, 'writes are refused: there is too little room');
    else if (before === 'short') logger.warn({ freeBytes }, 'writes go on: there is room again');
    else logger.warn({ freeBytes }, level === 'low' ? 'room runs short' : 'there is enough room again');
  });
  const { stop } = await watchFreeSpace(storageDir, headroom, (error) =>
    logger.error({ err: error }, 'free space cannot be measured'),
  );
  return { headroom, stop };
};
