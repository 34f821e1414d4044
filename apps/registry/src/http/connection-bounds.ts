import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ArrivingConnections } from './arriving-connections.js';
import { timeSlices } from './time-slices.js';

/** Connections that are served. */
const mostServed = 1_024;

/** Beyond those that are served, connections are heard and told so, up to this number; health checks are among them. */
const mostHeard = 4_096;

/** Connections that are kept though nothing is asked on them are closed where others need the room. */
const closeIdleEveryMs = 250;

export class ConnectionBounds {
  private readonly beyond = new WeakSet<Socket>();
  private readonly arriving = new ArrivingConnections();
  private served = 0;
  private closedIdleAt = -Infinity;

  constructor(
    private readonly bounds = { mostServed, mostHeard },
    private readonly now: () => number = () => performance.now(),
  ) {}

  listen({ server }: Pick<FastifyInstance, 'server'>): void {
    server.maxConnections = this.bounds.mostHeard;
    this.arriving.listen(server);
    server.on(server.listeners('secureConnection').length > 0 ? 'secureConnection' : 'connection', (socket) =>
      this.connected(server, socket),
    );
  }

  /** Whether the connection of this request is one too many. */
  isBeyond({ raw }: Pick<FastifyRequest, 'raw'>): boolean {
    return this.beyond.has(raw.socket);
  }

  cameAt({ raw }: Pick<FastifyRequest, 'raw'>): number {
    return this.arriving.cameAt(raw.socket);
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
