import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { answerHalfClosed, endUnreadAnswers } from './unread-answers.server.js';

/* An answer larger than the buffers of the system, to a client that does not read. */

const pieces = 64;
const piece = Buffer.alloc(2 ** 20, 'x');
const answerBytes = pieces * piece.length;

describe('an answer that nobody reads', () => {
  let server: FastifyInstance;
  let client: Socket;
  let served: Socket;

  const listening = async (patienceMs: number): Promise<void> => {
    endUnreadAnswers(server, false, patienceMs);
    answerHalfClosed(server.server, false);
    server.get('/', (_request, reply) =>
      reply.send(Readable.from(Array.from({ length: pieces }, () => piece))),
    );
    server.get('/never', () => new Promise(() => undefined));
    await server.listen({ port: 0, host: '127.0.0.1' });
    const connected = once(server.server, 'connection');
    client = connect((server.server.address() as AddressInfo).port, '127.0.0.1').pause();
    client.on('error', () => undefined);
    [served] = (await connected) as [Socket];
  };
  const requestTo = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: registry\r\n\r\n`;
  const ask = (path = '/'): boolean => client.write(requestTo(path));
  const isEndedWithin = (ms: number): Promise<boolean> =>
    Promise.race([once(served, 'close').then(() => true), later(ms, false)]);

  beforeEach(() => {
    server = fastify({ forceCloseConnections: 'idle' });
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  it('is ended with its connection', async () => {
    await listening(2_000);
    ask();
    expect(await isEndedWithin(1_000)).toBe(false);
    expect(await isEndedWithin(5_000)).toBe(true);
  });

  it('is ended as well where the client has closed its side', async () => {
    await listening(2_000);
    client.end(requestTo('/'));
    expect(await isEndedWithin(15_000)).toBe(true);
  });

  it('and never comes is waited for by a client that has not closed its side, and no longer by one that has', async () => {
    await listening(1_000);
    ask('/never');
    expect(await isEndedWithin(4_000)).toBe(false);
    client.end();
    expect(await isEndedWithin(15_000)).toBe(true);
  });

  it('does not delay the end of the registry', async () => {
    await listening(60_000);
    ask();
    await later(500);
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(6_000);
  });

  it('differs from an idle connection, which stays open', async () => {
    await listening(4_000);
    expect(await isEndedWithin(6_500)).toBe(false);
    ask();
    let read = 0;
    client.on('data', (bytes) => (read += bytes.length)).resume();
    while (read < answerBytes) await once(client, 'data');
  });
});
