import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type MetricsServer, PortTaken, serveMetrics } from './metrics.server.js';

const logger = pino({ level: 'silent' });
const place = { host: '127.0.0.1', port: 0 };

describe('the server of metrics', () => {
  let server: MetricsServer;
  let text: () => Promise<string>;

  beforeEach(async () => {
    text = async () => 'xudai_ready 1\n';
    server = await serveMetrics(place, { text: () => text() }, logger);
  });
  afterEach(() => server.close());

  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);

  it('answers GET /metrics in the text format', async () => {
    const answer = await ask('/metrics?name[]=xudai_ready');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'xudai_ready 1\n',
    ]);
  });

  it.each(['/', '/metrics/', '/healthz', '/v1/loans'])('has nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('takes no %s', async (method) => {
    const answer = await ask('/metrics', {
      method,
      ...(method === 'POST' ? { body: 'x'.repeat(100_000) } : {}),
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('does not disclose an error', async () => {
    text = () => Promise.reject(new Error('hunter2'));
    const answer = await ask('/metrics');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
  });

  it('needs a port of its own, and reports a taken one in one line', async () => {
    const taken = serveMetrics({ ...place, port: server.port }, { text }, logger);
    await expect(taken).rejects.toBeInstanceOf(PortTaken);
    await expect(taken).rejects.toThrow(`port ${server.port}`);
  });

  it('keeps few connections, and closes idle ones', async () => {
    const sockets: Socket[] = [];
    for (let count = 0; count < 20; count += 1) sockets.push(connect(server.port, '127.0.0.1'));
    const closed = sockets.map((socket) => once(socket.resume(), 'close'));
    await Promise.race(closed);
    await new Promise((soon) => setTimeout(soon, 200));
    expect(sockets.filter(({ closed: isClosed }) => isClosed)).toHaveLength(4);
    await Promise.all(closed);
  });

  it('closes open connections when it ends', async () => {
    text = () => new Promise(() => undefined);
    const asked = ask('/metrics').then(
      () => 'answered',
      () => 'broken off',
    );
    await new Promise((soon) => setTimeout(soon, 100));
    await server.close();
    expect(await asked).toBe('broken off');
    server = await serveMetrics(place, { text }, logger);
  });
});
