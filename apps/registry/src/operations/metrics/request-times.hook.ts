import type { FastifyInstance } from 'fastify';
import type { CountedMetrics } from './counted-metrics.js';

/** Times every request under the route that it was declared as, never under its path. Must be called before the routes are added. */
export const addRequestTimes = (server: FastifyInstance, counted: CountedMetrics): void => {
  server.addHook('onResponse', async ({ method, is404, routeOptions }, reply) => {
    counted.answered({
      method,
      route: is404 ? undefined : routeOptions.url,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
  });
};
