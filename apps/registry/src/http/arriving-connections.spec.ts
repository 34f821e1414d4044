import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ArrivingConnections } from './connection-bounds.js';

describe('connections that arrive', () => {
  let server: Server;
  const sockets: Socket[] = [];

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  /** What taking a connection, serving it and answering a request take, by a clock that nothing else moves. */
  const takesMs = { arrival: 0.05, serving: 0.2, request: 2 };

  const serving = async () => {
    let nowMs = 0;
    const seen: string[] = [];
    const now = (): number => nowMs;
    const arriving = new ArrivingConnections(now);
    server = createServer(({ url, socket }, answer) => {
      seen.push(String(url));
      nowMs += takesMs.request;
      answer.end(String(arriving.arrivedAtMs(socket)));
    });
    const [serve] = server.listeners('connection') as [(this: Server, socket: Socket) => void];
    server.removeAllListeners('connection').on('connection', (socket) => {
      nowMs += takesMs.serving;
      serve.call(server, socket);
    });
    arriving.listen(server);
    server.on('connection', () => {
      seen.push('arrived');
      nowMs += takesMs.arrival;
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { readonly port: number };
    const open = (): Socket => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      return socket;
    };
    const ask = async (path: string, socket = open()): Promise<number> => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return Number(String(answer).split('\r\n\r\n')[1]);
    };
    const rush = (count = 200): Promise<readonly number[]> =>
      Promise.all(Array.from({ length: count }, (_, no) => ask(`/${no}`)));
    return { seen, ask, rush, open, now, pass: (ms: number) => (nowMs += ms) };
  };

  it('are all taken before the requests of most of them are read', async () => {
    const { seen, rush } = await serving();
    await rush();
    expect(seen.length - seen.lastIndexOf('arrived')).toBeGreaterThan(150);
  });

  it('are served newest and oldest alternately, so that neither waits for many others', async () => {
    const { seen, rush } = await serving();
    await rush();
    const requests = seen.filter((each) => each !== 'arrived');
    expect(requests).toHaveLength(200);
    expect(requests.indexOf('/199')).toBeLessThan(40);
    expect(requests.indexOf('/0')).toBeLessThan(40);
  });

  it('are served after a number of turns, though more keep arriving', async () => {
    const { seen, rush } = await serving();
    await rush(700);
    const taken = seen.indexOf('/0');
    expect(taken).toBeGreaterThan(500);
    expect(taken).toBeLessThan(560);
    expect(seen.lastIndexOf('arrived')).toBeGreaterThan(700);
  });

  it('have the time of their arrival, and not that at which they are read', async () => {
    const { rush, now } = await serving();
    const came = await rush();
    expect(now()).toBeGreaterThan(400);
    expect(Math.max(...came)).toBeLessThan(100);
  });

  it('do not lend their time to a first request that comes well after them', async () => {
    const { seen, ask, now, open, pass } = await serving();
    const socket = open();
    while (!seen.includes('arrived')) await setTimeout(1);
    await setTimeout(10);
    pass(1_000);
    const before = now();
    expect(await ask('/first', socket)).toBeGreaterThanOrEqual(before);
  });
});
