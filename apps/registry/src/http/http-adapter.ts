import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, type ProblemWord } from '#problem-details';
import type { Settings } from '#settings';
import { sendProblem } from './problem-answer.js';

/** A whole request, headers and body, must have arrived within this time. */
const requestTimeoutMs = 60_000;

/** Requests that are not HTTP, too slow, or with too large headers are told so before the socket is closed. */
const answerBrokenRequest = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const word: ProblemWord =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? 'timeout'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? 'too-large'
        : 'invalid-request';
  const document = problem(word);
  const body = JSON.stringify(document);
  const reason = { 400: 'Bad Request', 408: 'Request Timeout', 413: 'Content Too Large' }[
    document.status as 400 | 408 | 413
  ];
  socket.end(
    `HTTP/1.1 ${document.status} ${reason}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** Fastify under Nest, with bounds on all that a stranger may send. */
export const httpAdapter = ({ tls }: Pick<Settings, 'tls'>): FastifyAdapter => {
  const options = {
    ...(tls ? { https: { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) } } : {}),
    forceCloseConnections: 'idle',
    requestTimeout: requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 500 },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (_error: unknown, _request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, problem('invalid-request', { detail: 'The path is not understood.' }));
    },
  };
  // The adapter's type of options knows either http or https, never the choice between them.
  return new FastifyAdapter(options as ConstructorParameters<typeof FastifyAdapter>[0]) as FastifyAdapter;
};
