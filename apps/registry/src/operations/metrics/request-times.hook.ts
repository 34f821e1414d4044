import type { FastifyInstance } from 'fastify';
import type { CountedMetrics } from './counted-metrics.js';

/** Of which nothing is to be timed: they stand together. */
const isUnbuilt = (declared: object): boolean =>
  'answers' in declared &&
  typeof declared.answers === 'object' &&
  declared.answers !== null &&
  '501' in declared.answers;

/** Times every request under the route that it was declared as, never under its path. Must be called before the routes are added. */
export const addRequestTimes = (server: FastifyInstance, counted: CountedMetrics): void => {
  server.addHook('onResponse', async ({ method, is404, routeOptions }, reply) => {
    counted.answered({
      method,
      route: is404 ? undefined : isUnbuilt(routeOptions.config) ? 'unbuilt' : routeOptions.url,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
  });
};
