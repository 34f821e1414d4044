import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Of a socket what is needed here. */
interface Given {
  /** All that the socket was given, whether it was handed to the system or still waits. */
  readonly bytesWritten: number;
  /** What still waits: the system takes no more, because the client takes none. */
  readonly writableLength: number;
}

/**
 * Whether the client of a connection takes what it is given. Seen from outside the answer, so that it does not matter what the
 * answer is and how it is made; a connection on which nothing waits may be quiet for as long as it likes.
 */
export class ReaderPatience {
  private takenBytes = -1;
  private takenAtMs = 0;

  constructor(private readonly socket: Given) {}

  /** Whether something has waited for so long, and nothing was taken meanwhile. To be asked again and again. */
  isOver(patienceMs: number, nowMs: number): boolean {
    const { bytesWritten, writableLength } = this.socket;
    const takenBytes = bytesWritten - writableLength;
    if (writableLength > 0 && takenBytes === this.takenBytes) return nowMs - this.takenAtMs >= patienceMs;
    this.takenBytes = takenBytes;
    this.takenAtMs = nowMs;
    return false;
  }
}

/** A whole request may take as long to arrive; so may a whole answer to be taken, of which less is not seen. */
const wholeAnswerMs = 60_000;
/** While the registry ends nobody holds it up by not reading. */
const lastPatienceMs = 2_000;
const lookEveryMs = 1_000;

/** Ends connections whose clients ask and do not read: what was made for them would be kept for as long as they stay. */
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
  const looking = setInterval(() => {
    const nowMs = performance.now();
    for (const [socket, reader] of readers)
      if (reader.isOver(isEnding ? lastPatienceMs : patienceMs, nowMs)) socket.destroy();
  }, lookEveryMs).unref();
  server.addHook('preClose', async () => {
    isEnding = true;
  });
  server.addHook('onClose', async () => clearInterval(looking));
};
