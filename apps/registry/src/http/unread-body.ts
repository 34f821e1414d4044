import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#problem-details';
import { problemHeaders, sendProblem } from './problem-answer.js';

/** A body up to this length is read and discarded, so that the connection can be used again. */
const smallBytes = 64 * 1024;

/** How long a connection is drained before it is closed (lingering close). */
const lingerMs = 2_000;

const isSmall = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? '0') <= smallBytes;

/** A pause between two parts of a drained body, so that many of them leave the event loop to other requests. */
const betweenPartsMs = 40;

/** Discards a body until its end, the end of its connection, or the end of the lingering time. */
const drained = (request: IncomingMessage): Promise<void> =>
  new Promise((done) => {
    const timers = new Set([setTimeout(done, lingerMs)]);
    const end = (): void => {
      for (const timer of timers) clearTimeout(timer);
      done();
    };
    for (const event of ['end', 'error', 'close']) request.once(event, end);
    request.on('data', () => {
      request.pause();
      const timer = setTimeout(() => {
        timers.delete(timer);
        request.resume();
      }, betweenPartsMs);
      timers.add(timer);
    });
  });

/**
 * Sends a problem before the body is read. After a small body the connection stays open. With a large one it is closed, once the body
 * was drained: closing on unread bytes resets the connection, and the client may lose the answer.
 */
export const sendUnread = (
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply => {
  if (isSmall(request)) return sendProblem(reply, problem, headers);
  const text = JSON.stringify(problem);
  // Written past Fastify, which would run the handler where the client leaves before the answer has ended, and answer again.
  reply.hijack();
  reply.raw.writeHead(problem.status, {
    ...problemHeaders(problem),
    ...headers,
    connection: 'close',
    'content-length': Buffer.byteLength(text),
  });
  reply.raw.write(text);
  void drained(request.raw).then(() => reply.raw.end());
  return reply;
};

/** Drains and closes the connection where an answer ended before its request did. */
export const closedWhenUnread = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.raw.once('finish', () => {
    if (!request.raw.readableEnded) void drained(request.raw).then(() => request.raw.socket.destroy());
  });
};
