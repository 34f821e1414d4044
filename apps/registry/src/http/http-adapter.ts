import { readFileSync } from 'node:fs';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { problem, type ProblemWord } from '#problem-details';
import type { Settings } from '#settings';
import { canonicalTarget, longestSegment } from './request-path.js';

/** A whole request, headers and body, must have arrived within this time. */
const requestTimeoutMs = 60_000;

const words: Readonly<Record<string, ProblemWord>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'too-large',
  HPE_INVALID_METHOD: 'method-not-allowed',
};

const requestLine = /^[A-Z]+ \S+ HTTP\/1\.[01]\r?\n/;

/** Requests that are not HTTP, too slow, or with too large headers are told so before the socket is closed. */
const answerBrokenRequest = (
  error: NodeJS.ErrnoException & { readonly rawPacket?: unknown },
  socket: Socket,
): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const word = words[error.code ?? ''];
  // Whatever is no HTTP begins with an unknown method too.
  const isStrange = word === 'method-not-allowed' && !requestLine.test(String(error.rawPacket));
  const document = problem(word === undefined || isStrange ? 'invalid-request' : word);
  const body = JSON.stringify(document);
  socket.end(
    `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** Fastify under Nest, with bounds on all that a stranger may send. */
export const httpAdapter = ({ tls }: Pick<Settings, 'tls'>): FastifyAdapter => {
  const options = {
    ...(tls
      ? {
          https: {
            cert: readFileSync(tls.certFile),
            key: readFileSync(tls.keyFile),
            requireHostHeader: false,
          },
        }
      : {}),
    forceCloseConnections: 'idle',
    requestTimeout: requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: longestSegment },
    clientErrorHandler: answerBrokenRequest,
    // The gate answers these in its own order.
    ...(tls ? {} : { http: { requireHostHeader: false } }),
    rewriteUrl: ({ url = '' }: IncomingMessage) => canonicalTarget(url),
  };
  // The adapter's type of options knows either http or https, never the choice between them.
  return new FastifyAdapter(options as ConstructorParameters<typeof FastifyAdapter>[0]) as FastifyAdapter;
};
