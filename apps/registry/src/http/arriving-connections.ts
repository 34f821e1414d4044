import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { timeSlices } from './time-slices.js';

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

/**
 * Connections that were taken and are yet to be served. A turn of the event loop takes one new connection and no more (libuv since
 * 1.45). If each were served at once, the last of a rush would be taken after the requests of all before it, and a health check could
 * be that last one. So at first nothing is read from a connection: taking it costs a thirtieth of a millisecond. Serving it is work like
 * any other, a step of a slice. The newest and the oldest are served in turn, so that one that comes late in a rush waits for few, and
 * none for ever.
 */
export class ArrivingConnections {
  private readonly waiting: Arrived[] = [];
  /** Of those whose first request is yet to come. */
  private readonly served = new WeakMap<Socket, { readonly arrivedAt: number; readonly servedAt: number }>();
  private isNewestNext = true;

  constructor(
    private readonly slices = timeSlices,
    private readonly now: () => number = () => performance.now(),
  ) {}

  listen(server: Server): void {
    const pausing = server as Server & Pausing;
    const isSecure = server.listeners('secureConnection').length > 0;
    const [serve] = server.listeners('connection') as [Serve];
    server.removeListener('connection', serve);
    pausing.pauseOnConnect = true;
    const serveNext = (): void => {
      const { socket, arrivedAt } = this.next();
      socket.off('error', ignored);
      if (socket.destroyed) return;
      this.served.set(socket, { arrivedAt, servedAt: this.now() });
      // What TLS makes of it would be paused for good otherwise.
      pausing.pauseOnConnect = false;
      serve.call(server, socket);
      pausing.pauseOnConnect = true;
      if (!isSecure) socket.resume();
    };
    server.on('connection', (socket: Socket) => {
      this.slices.connected();
      socket.on('error', ignored);
      this.waiting.push({ socket, arrivedAt: this.now() });
      const pause = this.slices.pause('connections');
      if (pause) void pause.then(serveNext);
      else serveNext();
    });
  }

  /** When a request came: the first of a connection came with it, unless it came well after the connection was served. */
  cameAt(socket: Socket): number {
    const [now, served] = [this.now(), this.served.get(socket)];
    this.served.delete(socket);
    return served && now - served.servedAt < withItMs ? served.arrivedAt : now;
  }

  private next(): Arrived {
    const next = this.isNewestNext ? this.waiting.pop() : this.waiting.shift();
    if (!next) throw new Error('More connections are served than arrived.');
    this.isNewestNext = !this.isNewestNext;
    return next;
  }
}
