import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Headroom, recordingLimits, watchFreeSpace } from '#headroom';
import { type Problem, problem } from '#problem-details';
import type { Settings } from '#settings';
import { sendProblem, withOutcome } from './problem-answer.js';
import { declarationOf } from './request-checks.controller.js';

/** Whether the database is written to for it: a dry run is decided over the log and leaves nothing. */
const isWrite = ({ method, query, routeOptions }: FastifyRequest): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  // Who may only read must be able to begin and to end.
  routeOptions.url !== '/v1/session' &&
  (query as { readonly dryRun?: unknown }).dryRun !== 'true';

const storageFull: Problem = problem('storage-full', {
  detail:
    'There is too little room where the database keeps its files, so that nothing is recorded now. Reading and dry runs go on.',
  retryable: true,
});

/**
 * Refuses writes before their body is read while there is no room for them, so that what was begun can be finished and everybody
 * can go on reading. It stands behind the gate: whoever may not call learns nothing of it.
 */
export const refuseWithoutRoom = (server: FastifyInstance, headroom: Headroom): void => {
  server.addHook('onRequest', async (request, reply) => {
    if (!isWrite(request) || headroom.mayWrite(performance.now())) return undefined;
    return sendProblem(reply, withOutcome(storageFull, declarationOf(request)));
  });
  server.addHook('onResponse', async (request, reply) => {
    if (isWrite(request) && reply.statusCode < 300)
      headroom.noteWritten(performance.now() - reply.elapsedTime);
  });
};

/** Whether there is room to record, from now on; the log says once when there is none any more, and once when there is again. */
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
