import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** The members of a socket that show whether its client reads. */
interface WrittenSocket {
  /** All bytes written to the socket, whether sent or still buffered. */
  readonly bytesWritten: number;
  /** Bytes buffered in the process, because the system's send buffer is full. */
  readonly writableLength: number;
  /** The client has closed its side (FIN). */
  readonly readableEnded: boolean;
}

/**
 * Detects that the client of a connection does not read. Observes the socket, so it works for every kind of answer. An idle connection does
 * not count, unless the client has closed its side: then it has nothing more to ask, and may be gone altogether.
 */
export class ReaderPatience {
  private takenBytes = -1;
  private takenAtMs = 0;

  constructor(private readonly socket: WrittenSocket) {}

  /** Whether the client took nothing for this long, though it was due to. To be called at intervals. */
  isOver(patienceMs: number, nowMs: number): boolean {
    const { bytesWritten, writableLength, readableEnded } = this.socket;
    const takenBytes = bytesWritten - writableLength;
    const isDue = writableLength > 0 || readableEnded;
    if (isDue && takenBytes === this.takenBytes) return nowMs - this.takenAtMs >= patienceMs;
    this.takenBytes = takenBytes;
    this.takenAtMs = nowMs;
    return false;
  }
}

/** As long as a whole request may take to arrive. */
const wholeAnswerMs = 60_000;
/** While the registry ends, clients that do not read must not delay it. */
const lastPatienceMs = 2_000;
const checkEveryMs = 1_000;

/** Closes connections whose clients do not read, since their answers would stay in memory for as long as the connection. */
export const endUnreadAnswers = (
  server: FastifyInstance,
  isEncrypted: boolean,
  patienceMs: number = wholeAnswerMs,
): void => {
  const readers = new Map<Socket, ReaderPatience>();
  let isEnding = false;
  const take = (socket: Socket): void => {
    readers.set(socket, new ReaderPatience(socket));
    socket.once('close', () => readers.delete(socket));
  };
  // Under TLS answers are written to another socket than the one that connects.
  server.server.on(isEncrypted ? 'secureConnection' : 'connection', take);
  const checking = setInterval(() => {
    const nowMs = performance.now();
    for (const [socket, reader] of readers)
      if (reader.isOver(isEnding ? lastPatienceMs : patienceMs, nowMs)) socket.destroy();
  }, checkEveryMs).unref();
  server.addHook('preClose', async () => {
    isEnding = true;
  });
  server.addHook('onClose', async () => clearInterval(checking));
};

/**
 * Answers clients that close their side once they have sent everything, as `nc -N` does; Node.js drops these requests otherwise. From here
 * such a client cannot be told from one that has left, so its requests are served as if it had stayed, and `endUnreadAnswers` ends the
 * connection when nothing is taken. What is not worth doing for a client that has left asks `onNothingMore`.
 */
export const answerHalfClosed = (server: Server, isEncrypted: boolean): void => {
  // Not in the types of Node.js. A contract spec fails where it is without effect.
  (server as Server & { httpAllowHalfOpen: boolean }).httpAllowHalfOpen = true;
  // Under TLS the socket itself would close too. Before the handshake it still does: a client that leaves then has asked nothing.
  if (isEncrypted) server.on('secureConnection', (socket: Socket) => (socket.allowHalfOpen = true));
};

/** Calls back once the client has closed its side of the connection or is gone; the result ends the observation. */
export const onNothingMore = (
  socket: Pick<Socket, 'once' | 'off' | 'destroyed' | 'readableEnded'>,
  callback: () => void,
): (() => void) => {
  const stop = (): void => {
    socket.off('end', called);
    socket.off('close', called);
  };
  const called = (): void => {
    stop();
    callback();
  };
  if (socket.destroyed || socket.readableEnded) callback();
  else for (const event of ['end', 'close'] as const) socket.once(event, called);
  return stop;
};
