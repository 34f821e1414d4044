import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** The members of a socket that show whether its client reads. */
interface WrittenSocket {
  /** All bytes written to the socket, whether sent or still buffered. */
  readonly bytesWritten: number;
  /** Bytes buffered in the process, because the system's send buffer is full. */
  readonly writableLength: number;
}

/**
 * Detects that the client of a connection does not read. Observes the socket, so it works for every kind of answer; idle connections do not
 * count.
 */
export class ReaderPatience {
  private takenBytes = -1;
  private takenAtMs = 0;

  constructor(private readonly socket: WrittenSocket) {}

  /** Whether data has been buffered for this long and the client took none of it. To be called at intervals. */
  isOver(patienceMs: number, nowMs: number): boolean {
    const { bytesWritten, writableLength } = this.socket;
    const takenBytes = bytesWritten - writableLength;
    if (writableLength > 0 && takenBytes === this.takenBytes) return nowMs - this.takenAtMs >= patienceMs;
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
