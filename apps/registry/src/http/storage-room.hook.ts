import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Headroom } from '#headroom';
import { type Problem, problem } from '#problem-details';
import { sendProblem, withOutcome } from './problem-answer.js';
import { declarationOf } from './request-checks.js';

/** Whether the database is written to for it: a dry run is decided over the log and leaves nothing. */
const isWrite = ({ method, query }: Pick<FastifyRequest, 'method' | 'query'>): boolean =>
  method !== 'GET' && method !== 'HEAD' && (query as { readonly dryRun?: unknown }).dryRun !== 'true';

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
