import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#problem-details';
import { problemHeaders, sendProblem } from './problem-answer.js';

/** So much of a body is read and forgotten for the sake of the connection. */
const smallBytes = 64 * 1024;

/** A connection that is closed while its body still comes is read from for so long, or the answer would be lost with it. */
const lingerMs = 2_000;

const isSmall = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? '0') <= smallBytes;

/** Between two parts of such a body. Many of them at once would keep everybody else waiting. */
const betweenPartsMs = 40;

/** Until the body has come, or will not. */
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
 * A problem that is told before the body is read. After a small body the connection goes on. After a large one it closes; what
 * still comes meanwhile is forgotten, since a connection that is closed on unread bytes takes the answer with it.
 */
export const sendUnread = (
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply => {
  if (isSmall(request)) return sendProblem(reply, problem, headers);
  const text = JSON.stringify(problem);
  // Written here, since Fastify goes on with a request whose client leaves before the answer has ended, and answers it again.
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

/** Whoever was told that no more is read may go on sending for as long as it likes. */
export const closedWhenUnread = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.raw.once('finish', () => {
    if (!request.raw.readableEnded) void drained(request.raw).then(() => request.raw.socket.destroy());
  });
};
