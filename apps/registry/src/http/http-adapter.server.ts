import { readFileSync } from 'node:fs';
import { type IncomingMessage, METHODS, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type Problem, problem, type ProblemWord } from '#problem-details';
import type { Settings } from '#settings';
import { typedAnswers } from './answer-headers.js';
import { canonicalTarget, longestSegment } from './request-path.js';

const words: Readonly<Record<string, ProblemWord>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'too-large',
};

const requestLine = /^([\w!#$%&'*+.^`|~-]+) (\S+) HTTP\/1\.[01]\r?\n/;

/** The methods that there are for a target as it was sent. */
type MethodsAt = (target: string) => readonly string[];

interface Refusal {
  readonly document: Problem;
  readonly allow?: readonly string[];
}

/** Told of a method that a path does not have: those that it has, unless there is no such path. */
const noSuchMethod = (allow: readonly string[]): Refusal =>
  allow.length > 0 ? { document: problem('method-not-allowed'), allow } : { document: problem('not-found') };

/** Node.js knows the methods that are registered and reads no further at another one. Whatever is no HTTP begins with one too. */
const unknownMethod = (packet: string, methodsAt: MethodsAt): Refusal => {
  const [, method, target] = requestLine.exec(packet) ?? [];
  // What begins with a good request is another one behind it, of which nothing is known.
  if (method === undefined || target === undefined || METHODS.includes(method))
    return { document: problem('invalid-request', { detail: 'This is no request of HTTP/1.1.' }) };
  return noSuchMethod(methodsAt(target));
};

export const refuseOn = (socket: Duplex, { document, allow }: Refusal): void => {
  const body = JSON.stringify(document);
  const headers = [
    ...(allow ? [`Allow: ${allow.join(', ')}`] : []),
    'Content-Type: application/problem+json; charset=utf-8',
    ...Object.entries(typedAnswers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(
    `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\n${headers.join('\r\n')}\r\n\r\n${body}`,
  );
};

/** No path has the method CONNECT; Node.js hands such a request to nobody else. */
export const refuseTunnels = (server: Server, methodsAt: MethodsAt): void => {
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    refuseOn(socket, noSuchMethod(methodsAt(url)));
  });
};

/** Requests that are not HTTP, too slow, or with too large headers are told so before the socket is closed. */
const answerBrokenRequest =
  (methodsAt: MethodsAt) =>
  (error: NodeJS.ErrnoException & { readonly rawPacket?: unknown }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    refuseOn(
      socket,
      error.code === 'HPE_INVALID_METHOD'
        ? unknownMethod(String(error.rawPacket), methodsAt)
        : { document: problem(words[error.code ?? ''] ?? 'invalid-request') },
    );
  };

/** Fastify under Nest, with bounds on all that a stranger may send. */
export const httpAdapter = ({ tls }: Pick<Settings, 'tls'>, methodsAt: MethodsAt): FastifyAdapter => {
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
    // The gate answers these too.
    return503OnClosing: false,
    // Of headers Node.js has a minute of its own; bodies are looked after in slow-bodies.server.ts.
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: longestSegment },
    clientErrorHandler: answerBrokenRequest(methodsAt),
    // The gate answers these in its own order.
    ...(tls ? {} : { http: { requireHostHeader: false } }),
    rewriteUrl: ({ url = '' }: IncomingMessage) => canonicalTarget(url),
  };
  // The adapter's type of options knows either http or https, never the choice between them.
  return new FastifyAdapter(options as ConstructorParameters<typeof FastifyAdapter>[0]) as FastifyAdapter;
};
