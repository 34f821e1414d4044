import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { problem } from '#problem-details';
import { refuseOn } from './http-adapter.server.js';
import { isStreamed } from './request-bounds.js';
import { mediaTypeOf } from './request-checks.controller.js';
import { hasBody } from './request-headers.js';

/*
 * Requests that come on a connection before the one ahead of them is answered. Answers go out in the order of the requests, so nothing
 * is won by beginning with several; and a connection costs nothing, while each request that was begun is kept. So they are served one
 * after another, and a few of them wait. A connection that brings more is closed: it may be read from no more, or a single one fills the
 * memory, and nobody else has a turn of the event loop.
 */

/** Behind the one that is served. HTTP/1.1 lets either side close a connection at any time, and whoever pipelines sends again. */
const mostBehind = 16;

type Exchange = [request: IncomingMessage, response: ServerResponse];
type Serve = (this: Server, ...exchange: Exchange) => void;

/** As Node.js has it: who takes the head of each request of a connection, and says how to go on. */
interface Parsing {
  readonly parser?: { onIncoming: () => number } | null;
}

/** As after an upgrade: what follows is nobody's to parse. */
const parseNoFurther = 2;

/** A piece of 64 KiB may hold more than a thousand requests, which Node.js would all parse before anything else has its turn. */
const closeUnread = (socket: Socket & Parsing): void => {
  if (socket.parser) socket.parser.onIncoming = () => parseNoFurther;
  socket.destroy();
};

class PipelinedRequests {
  /** Behind the request that is served, by connection. */
  private readonly waiting = new WeakMap<Socket, Exchange[]>();

  constructor(private readonly serve: (exchange: Exchange) => void) {}

  came(exchange: Exchange): void {
    const { socket } = exchange[0];
    const behind = this.waiting.get(socket);
    if (!behind) this.begin(socket, exchange, []);
    else if (behind.length < mostBehind) behind.push(exchange);
    else closeUnread(socket);
  }

  private begin(socket: Socket, exchange: Exchange, behind: Exchange[]): void {
    this.waiting.set(socket, behind);
    exchange[1].once('close', () => {
      const next = behind.shift();
      if (next && !socket.destroyed) this.begin(socket, next, behind);
      else this.waiting.delete(socket);
    });
    this.serve(exchange);
  }
}

/** Takes the place of whoever serves the requests of this server, and hands them on. */
export const servePipelinedInTurn = (server: Server): void => {
  const [serve] = server.listeners('request') as [Serve];
  const pipelined = new PipelinedRequests((exchange) => serve.apply(server, exchange));
  server.removeListener('request', serve);
  server.on('request', (...exchange: Exchange) => pipelined.came(exchange));
};

/** A whole body must have arrived within this time. */
const wholeBodyMs = 60_000;
const checkEveryMs = 1_000;

interface ArrivingBody {
  readonly raw: ServerResponse;
  readonly deadlineMs: number;
}

/**
 * Ends connections whose body arrives too slowly. The request timeout of Node.js is no substitute: it is the same for all requests, and a
 * stream of reports has no time limit.
 */
export const endSlowBodies = (
  server: FastifyInstance,
  mostMs: number = wholeBodyMs,
  now: () => number = () => performance.now(),
): void => {
  const arriving = new Map<IncomingMessage, ArrivingBody>();
  server.addHook('onRequest', (request, { raw }, done) => {
    if (hasBody(request) && !isStreamed(mediaTypeOf(request))) {
      arriving.set(request.raw, { raw, deadlineMs: now() + mostMs });
      const ended = (): void => void arriving.delete(request.raw);
      request.raw.once('end', ended);
      request.raw.once('close', ended);
    }
    done();
  });
  const checking = setInterval(() => {
    const nowMs = now();
    for (const [request, { raw, deadlineMs }] of arriving) {
      if (deadlineMs > nowMs) return;
      arriving.delete(request);
      if (request.complete) continue;
      // A second status line would corrupt an answer that has begun.
      if (raw.headersSent) request.socket.destroy();
      else
        refuseOn(request.socket, {
          document: problem('timeout', { outcome: 'not-recorded', retryable: true }),
        });
    }
  }, checkEveryMs).unref();
  server.addHook('onClose', async () => clearInterval(checking));
};
