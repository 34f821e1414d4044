import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
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

/** What Node.js does with a connection that it took. */
type Serve = (this: Server, socket: Socket) => void;

/** Of `net.Server`, read anew at each connection: whether nothing is read from it before it is resumed. */
interface Pausing {
  pauseOnConnect: boolean;
}

interface Arrived {
  readonly socket: Socket;
  readonly arrivedAt: number;
}

/** A request that is read so soon after its connection began to be served was there before. */
const withItMs = 100;

const ignored = (): void => undefined;

/** For so many turns in which connections come none is served: a rush of as many is taken whole. */
const mostTurnsLeft = 512;

/** Reading so many requests takes some milliseconds. */
const servedInTurn = 32;

/**
 * Connections that were taken and are yet to be served. A turn of the event loop takes one new connection and no more (libuv since
 * 1.45). If each were served at once, the last of a rush would be taken after the requests of all before it, and a health check could
 * be that last one. So at first nothing is read from a connection: taking it costs a thirtieth of a millisecond. When no more come they
 * are served, some in a turn, the newest and the oldest alternately: one that comes late in a rush waits for few, and none for ever.
 * Nothing here goes by the clock, so that it costs no more turns on a machine that is busy with something else.
 */
export class ArrivingConnections {
  private readonly waiting: Arrived[] = [];
  /** Of those whose first request is yet to come. */
  private readonly served = new WeakMap<Socket, { readonly arrivedAt: number; readonly servedAt: number }>();
  private serve: (socket: Socket) => void = () => undefined;
  private isDue = false;
  private isNewestNext = true;
  private hasArrived = false;
  private turnsLeft = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  listen(server: Server): void {
    const pausing = server as Server & Pausing;
    const isSecure = server.listeners('secureConnection').length > 0;
    const [serve] = server.listeners('connection') as [Serve];
    server.removeListener('connection', serve);
    pausing.pauseOnConnect = true;
    this.serve = (socket) => {
      // What TLS makes of it would be paused for good otherwise.
      pausing.pauseOnConnect = false;
      serve.call(server, socket);
      pausing.pauseOnConnect = true;
      if (!isSecure) socket.resume();
    };
    server.on('connection', (socket: Socket) => this.arrived(socket));
  }

  private arrived(socket: Socket): void {
    socket.on('error', ignored);
    this.waiting.push({ socket, arrivedAt: this.now() });
    this.hasArrived = true;
    if (!this.isDue) this.serveLater();
  }

  private serveLater(): void {
    this.isDue = true;
    setImmediate(() => this.serveSome());
  }

  private serveSome(): void {
    this.turnsLeft = this.hasArrived ? this.turnsLeft + 1 : 0;
    const leave = this.hasArrived && this.turnsLeft < mostTurnsLeft;
    this.hasArrived = false;
    if (!leave) for (let no = 0; no < servedInTurn; no += 1) this.serveNext();
    if (this.waiting.length > 0) this.serveLater();
    else this.isDue = false;
  }

  private serveNext(): void {
    const next = this.isNewestNext ? this.waiting.pop() : this.waiting.shift();
    if (!next) return;
    this.isNewestNext = !this.isNewestNext;
    const { socket, arrivedAt } = next;
    socket.off('error', ignored);
    if (socket.destroyed) return;
    this.served.set(socket, { arrivedAt, servedAt: this.now() });
    this.serve(socket);
  }

  /** When a request came: the first of a connection came with it, unless it came well after the connection was served. */
  cameAt(socket: Socket): number {
    const [now, served] = [this.now(), this.served.get(socket)];
    this.served.delete(socket);
    return served && now - served.servedAt < withItMs ? served.arrivedAt : now;
  }
}
