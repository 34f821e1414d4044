import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ReaderPatience } from './reader-patience.js';

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
