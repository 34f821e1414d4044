import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { problem } from '#problem-details';
import { isStreamed } from './request-bounds.js';
import { refuseOn } from './http-adapter.server.js';
import { mediaTypeOf } from './request-checks.controller.js';
import { hasBody } from './content-types.js';

/** A whole body must have arrived within this time. */
const wholeBodyMs = 60_000;
const lookEveryMs = 1_000;

interface Arriving {
  readonly raw: ServerResponse;
  readonly untilMs: number;
}

/**
 * Ends connections on which a body comes too slowly. Node.js has a time for whole requests, but the same for all; a stream of
 * reports may come for as long as its sender goes on.
 */
export const endSlowBodies = (
  server: FastifyInstance,
  mostMs: number = wholeBodyMs,
  now: () => number = () => performance.now(),
): void => {
  const arriving = new Map<IncomingMessage, Arriving>();
  server.addHook('onRequest', async (request, { raw }) => {
    if (!hasBody(request) || isStreamed(mediaTypeOf(request))) return;
    arriving.set(request.raw, { raw, untilMs: now() + mostMs });
    const come = (): void => void arriving.delete(request.raw);
    request.raw.once('end', come);
    request.raw.once('close', come);
  });
  const looking = setInterval(() => {
    const nowMs = now();
    for (const [request, { raw, untilMs }] of arriving) {
      if (untilMs > nowMs) return;
      arriving.delete(request);
      if (request.complete) continue;
      // Whoever was answered already is told nothing more.
      if (raw.headersSent) request.socket.destroy();
      else
        refuseOn(request.socket, {
          document: problem('timeout', { outcome: 'not-recorded', retryable: true }),
        });
    }
  }, lookEveryMs).unref();
  server.addHook('onClose', async () => clearInterval(looking));
};
