import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { addBodyParsers } from './body-parsers.js';
import { endSlowBodies } from './arriving-requests.server.js';

describe('a body that comes slowly', () => {
  let server: FastifyInstance;
  let client: Socket;
  let received = '';

  beforeEach(async () => {
    received = '';
    server = fastify();
    addBodyParsers(server);
    endSlowBodies(server, 50);
    server.post('/', { config: { body: {} } }, async () => 'whole');
    server.post(
      '/answered',
      { config: { body: {} }, preParsing: async (_, reply) => reply.send('early') },
      () => 'late',
    );
    await server.listen({ port: 0, host: '127.0.0.1' });
    client = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined).on('data', (part) => (received += String(part)));
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });
  const post = (path: string, type: string): boolean =>
    client.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 2\r\n\r\n{`);

  it('is answered 408, and its connection is closed', async () => {
    post('/', 'application/json');
    await once(client, 'end');
    expect(received).toMatch(/^HTTP\/1\.1 408 .*"outcome":"not-recorded","retryable":true\}$/s);
  });

  it('has no time limit when it is a stream of reports', async () => {
    post('/', 'application/x-ndjson');
    await once(client, 'data');
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    const isOpen = await new Promise((seen) => {
      setTimeout(seen, 2_500, true);
      client.once('close', () => seen(false));
    });
    expect(isOpen).toBe(true);
  });

  it('has its connection closed without a second answer', async () => {
    post('/answered', 'application/json');
    await once(client, 'close');
    expect(received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(received).toContain('early');
  });
});
