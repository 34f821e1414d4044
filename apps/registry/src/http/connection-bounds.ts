import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { timeSlices } from './time-slices.js';

/** Connections whose requests are served. */
const mostServed = 1_024;

/** Connections that are accepted. Those beyond `mostServed` get health checks answered and else 503. */
const mostAccepted = 4_096;

/** Idle connections are closed where others need the room, and at most this often. */
const closeIdleEveryMs = 250;

export class ConnectionBounds {
  private readonly beyond = new WeakSet<Socket>();
  private readonly arriving = new ArrivingConnections();
  private served = 0;
  private closedIdleAt = -Infinity;

  constructor(
    private readonly bounds = { mostServed, mostAccepted },
    private readonly now: () => number = () => performance.now(),
  ) {}

  listen({ server }: Pick<FastifyInstance, 'server'>): void {
    server.maxConnections = this.bounds.mostAccepted;
    this.arriving.listen(server);
    server.on(server.listeners('secureConnection').length > 0 ? 'secureConnection' : 'connection', (socket) =>
      this.connected(server, socket),
    );
  }

  /** Whether the request came over a connection that is accepted but not served. */
  isBeyond({ raw }: Pick<FastifyRequest, 'raw'>): boolean {
    return this.beyond.has(raw.socket);
  }

  /** See `ArrivingConnections.arrivedAtMs`. */
  arrivedAtMs({ raw }: Pick<FastifyRequest, 'raw'>): number {
    return this.arriving.arrivedAtMs(raw.socket);
  }

  private connected(server: Server, socket: Socket): void {
    timeSlices.connected();
    // Each request under way on the connection listens for its end.
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

/** Node's own listener for a new connection, which begins to read it. */
type Serve = (this: Server, socket: Socket) => void;

/** `net.Server` reads this option for each connection: whether the socket stays paused until it is resumed. */
interface Pausing {
  pauseOnConnect: boolean;
}

interface Arrived {
  readonly socket: Socket;
  readonly arrivedAtMs: number;
}

/** A first request that is read within this time of the start of serving is taken to have arrived with its connection. */
const arrivedWithItMs = 100;

const ignored = (): void => undefined;

/** Turns in which connections arrive and none is served: a rush of this many is accepted before any is read. */
const mostAcceptingTurns = 512;

/** Connections that one turn of the event loop begins to serve. Reading their requests takes some milliseconds. */
const servedInTurn = 32;

/**
 * Accepts all connections of a rush before it reads from any. libuv (since 1.45) accepts one connection in a turn of the event loop. If
 * each were served at once, the last of a rush would wait for the requests of all others, and it may be a health check. An accepted
 * connection is therefore queued unread, which takes a thirtieth of a millisecond. Once no more arrive some are served in each turn, the
 * newest and the oldest alternately: late ones wait for few, and none starves. This counts turns and reads no clock, so that it takes
 * as many turns on a busy machine.
 */
export class ArrivingConnections {
  private readonly waiting: Arrived[] = [];
  /** Connections that are served and whose first request has not been read. */
  private readonly served = new WeakMap<
    Socket,
    { readonly arrivedAtMs: number; readonly servedAtMs: number }
  >();
  private serve: (socket: Socket) => void = () => undefined;
  private isScheduled = false;
  private isNewestNext = true;
  private hasArrived = false;
  private acceptingTurns = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  listen(server: Server): void {
    const pausing = server as Server & Pausing;
    const isSecure = server.listeners('secureConnection').length > 0;
    const [serve] = server.listeners('connection') as [Serve];
    server.removeListener('connection', serve);
    pausing.pauseOnConnect = true;
    this.serve = (socket) => {
      // The TLS socket made of it would stay paused otherwise.
      pausing.pauseOnConnect = false;
      serve.call(server, socket);
      pausing.pauseOnConnect = true;
      if (!isSecure) socket.resume();
    };
    server.on('connection', (socket: Socket) => this.arrived(socket));
  }

  private arrived(socket: Socket): void {
    socket.on('error', ignored);
    this.waiting.push({ socket, arrivedAtMs: this.now() });
    this.hasArrived = true;
    if (!this.isScheduled) this.schedule();
  }

  private schedule(): void {
    this.isScheduled = true;
    setImmediate(() => this.serveSome());
  }

  private serveSome(): void {
    this.acceptingTurns = this.hasArrived ? this.acceptingTurns + 1 : 0;
    const isAccepting = this.hasArrived && this.acceptingTurns < mostAcceptingTurns;
    this.hasArrived = false;
    if (!isAccepting) for (let no = 0; no < servedInTurn; no += 1) this.serveNext();
    if (this.waiting.length > 0) this.schedule();
    else this.isScheduled = false;
  }

  private serveNext(): void {
    const next = this.isNewestNext ? this.waiting.pop() : this.waiting.shift();
    if (!next) return;
    this.isNewestNext = !this.isNewestNext;
    const { socket, arrivedAtMs } = next;
    socket.off('error', ignored);
    if (socket.destroyed) return;
    this.served.set(socket, { arrivedAtMs, servedAtMs: this.now() });
    this.serve(socket);
  }

  /** When a request arrived: the first of a connection with the connection, unless it is read well after that was served; others now. */
  arrivedAtMs(socket: Socket): number {
    const [nowMs, served] = [this.now(), this.served.get(socket)];
    this.served.delete(socket);
    return served && nowMs - served.servedAtMs < arrivedWithItMs ? served.arrivedAtMs : nowMs;
  }
}
