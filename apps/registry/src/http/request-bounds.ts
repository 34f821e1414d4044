import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { longestReport } from '#intake';
import { timeSlices } from './time-slices.js';

export const batchType = 'application/cloudevents-batch+json';

/** One report a line, for as long as the sender likes. */
export const streamType = 'application/x-ndjson';

/** A file of reports of one type, as a spreadsheet writes it. */
export const csvType = 'text/csv';

/** Whether a body of this type is read while it comes, by whoever takes the reports in it. */
export const isStreamed = (type: string): boolean => type === streamType || type === csvType;

/** Reports in a batch. */
export const mostReports = 1_000;

/** Longest body in bytes by content type; of others streams alone are read. */
export const bodyLimits = {
  'application/json': longestReport,
  'application/cloudevents+json': longestReport,
  [batchType]: 2 * 1024 * 1024,
} as const;

/** Of a stream each line has its limit, and the whole has none. */
export const bodyLimitOf = (type: string): number => {
  if (isStreamed(type)) return Infinity;
  return Object.hasOwn(bodyLimits, type) ? bodyLimits[type as keyof typeof bodyLimits] : 0;
};

/** Of whoever has no key yet: a key and what is around it. */
const strangersBytes = 1_024;

/** Longest body of a route, before it is read. */
export const bytesTaken = (type: string, access: 'public' | readonly string[]): number =>
  access === 'public' ? strangersBytes : bodyLimitOf(type);

/** Connections that are served. */
const mostServed = 1_024;

/** Beyond those that are served, connections are heard and told so, up to this number; health checks are among them. */
const mostHeard = 4_096;

/** Connections that are kept though nothing is asked on them are closed where others need the room. */
const closeIdleEveryMs = 250;

export class ConnectionBounds {
  private readonly beyond = new WeakSet<Socket>();
  private served = 0;
  private closedIdleAt = -Infinity;

  constructor(
    private readonly bounds = { mostServed, mostHeard },
    private readonly now: () => number = () => performance.now(),
  ) {}

  listen({ server }: Pick<FastifyInstance, 'server'>): void {
    server.maxConnections = this.bounds.mostHeard;
    server.on(server.listeners('secureConnection').length > 0 ? 'secureConnection' : 'connection', (socket) =>
      this.connected(server, socket),
    );
  }

  /** Whether the connection of this request is one too many. */
  isBeyond({ raw }: Pick<FastifyRequest, 'raw'>): boolean {
    return this.beyond.has(raw.socket);
  }

  private connected(server: Server, socket: Socket): void {
    timeSlices.connected();
    // Each request under way on it hears of its end.
    socket.setMaxListeners(0);
    if (this.served < this.bounds.mostServed) {
      this.served += 1;
      socket.once('close', () => (this.served -= 1));
      return;
    }
    this.beyond.add(socket);
    if (this.now() - this.closedIdleAt < closeIdleEveryMs) return;
    this.closedIdleAt = this.now();
    server.closeIdleConnections();
  }
}
