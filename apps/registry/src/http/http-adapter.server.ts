import { readFileSync } from 'node:fs';
import {
  type IncomingMessage,
  maxHeaderSize,
  METHODS,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { type Problem, problem, type ProblemWord } from '#problem-details';
import type { Settings } from '#settings';
import { canonicalTarget, longestSegment } from './request-path.js';

/** Forbids browsers to guess another content type. Set on the raw answer, so that answers written past Fastify have it too. */
const typedAnswers = { 'x-content-type-options': 'nosniff' } as const;

export const addAnswerHeaders = (server: FastifyInstance): void => {
  const headers = Object.entries(typedAnswers);
  server.addHook('onRequest', (_, { raw }, done) => {
    for (const [name, value] of headers) raw.setHeader(name, value);
    done();
  });
};

const words: Readonly<Record<string, ProblemWord>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'too-large',
};

const requestLine = /^([\w!#$%&'*+.^`|~-]+) (\S+) HTTP\/1\.[01]\r?\n/;

/** The methods of the path of a request target, in any spelling. */
type MethodsAt = (target: string) => readonly string[];

interface Refusal {
  readonly document: Problem;
  readonly allow?: readonly string[];
}

/** 405 with the methods of the path, or 404 where there is no such path. */
const noSuchMethod = (allow: readonly string[]): Refusal =>
  allow.length > 0 ? { document: problem('method-not-allowed'), allow } : { document: problem('not-found') };

/** Node.js stops parsing at a method that is not registered with IANA, and also where the bytes are no HTTP at all. */
const unknownMethod = (packet: string, methodsAt: MethodsAt): Refusal => {
  const [, method, target] = requestLine.exec(packet) ?? [];
  // A packet that begins with a valid request failed at a pipelined one after it, whose target is unknown.
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

/** No path has the method CONNECT. Node.js passes such a request to this event only, and closes the socket without a listener. */
export const refuseTunnels = (server: Server, methodsAt: MethodsAt): void => {
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    refuseOn(socket, noSuchMethod(methodsAt(url)));
  });
};

/** Node.js keeps the current answer of a connection in this internal member. */
interface Answering {
  readonly _httpMessage?: Pick<ServerResponse, 'headersSent'> | null;
}

const details: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'The headers were not there in time.',
  HPE_HEADER_OVERFLOW: `Request line and headers together have at most ${maxHeaderSize} bytes.`,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'A chunk of the body has extensions that are too long.',
  HPE_INVALID_CHUNK_SIZE: 'A chunk of the body does not begin with its length.',
  HPE_STRICT: 'A chunk of the body is not as long as it says.',
  HPE_INVALID_CONTENT_LENGTH: 'The length of the body is none, or said twice.',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'Content-Length is there beside Transfer-Encoding, or twice.',
  HPE_INVALID_TRANSFER_ENCODING: 'Transfer-Encoding is chunked and nothing else, without a Content-Length.',
  HPE_INVALID_HEADER_TOKEN: 'A header has characters that no header may have.',
};

/** Node.js knows no number for it. */
const isBeyondCounting = /^content-length:[ \t]*\d{19,}[ \t]*\r?$/im;

/** The request was not read to its end, so nothing was recorded. */
const brokenRequest = (code: string, packet: string): Problem =>
  code === 'HPE_INVALID_CONTENT_LENGTH' && isBeyondCounting.test(packet)
    ? problem('too-large', { detail: 'No body is as long as Content-Length says.', outcome: 'not-recorded' })
    : brokenBy(code);

const brokenBy = (code: string): Problem =>
  problem(words[code] ?? 'invalid-request', {
    detail: details[code] ?? 'This is no request of HTTP/1.1.',
    outcome: 'not-recorded',
  });

/**
 * Answers requests that are not HTTP, too slow, or have too large headers, and closes the socket. Where an answer has begun, as that of a
 * stream, the socket is closed at once: another status line would become part of that answer.
 */
const answerBrokenRequest =
  (methodsAt: MethodsAt) =>
  (error: NodeJS.ErrnoException & { readonly rawPacket?: unknown }, socket: Socket & Answering): void => {
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
      socket.destroy();
      return;
    }
    refuseOn(
      socket,
      error.code === 'HPE_INVALID_METHOD'
        ? unknownMethod(String(error.rawPacket), methodsAt)
        : { document: brokenRequest(error.code ?? '', String(error.rawPacket)) },
    );
  };

/** The Fastify adapter of Nest, with bounds on what clients without a key may send. */
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
    // The gate answers requests while the registry ends.
    return503OnClosing: false,
    // Headers have the 60 s of Node's `headersTimeout`; `endSlowBodies` bounds the time for bodies.
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: longestSegment },
    clientErrorHandler: answerBrokenRequest(methodsAt),
    // The gate checks the Host header, in its own order.
    ...(tls ? {} : { http: { requireHostHeader: false } }),
    rewriteUrl: ({ url = '' }: IncomingMessage) => canonicalTarget(url),
  };
  // The adapter's option type has either `http` or `https`, and no union of both.
  return new FastifyAdapter(options as ConstructorParameters<typeof FastifyAdapter>[0]) as FastifyAdapter;
};
