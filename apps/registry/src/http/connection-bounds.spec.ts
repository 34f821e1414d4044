import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ConnectionBounds } from './connection-bounds.js';

describe('connections', () => {
  let server: Server;
  const sockets: Socket[] = [];
  /** The ends of the server, in the order of their arrival. */
  const served: Socket[] = [];

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    served.length = 0;
    server.close();
    await once(server, 'close');
  });

  /** Answers whether the connection is one too many. */
  const serving = async (bounds: { readonly mostServed: number; readonly mostAccepted: number }) => {
    const connections = new ConnectionBounds(bounds);
    server = createServer((raw, answer) => {
      const beyond = connections.isBeyond({ raw } as FastifyRequest);
      answer.writeHead(beyond ? 503 : 200, { connection: 'keep-alive' }).end();
    });
    connections.listen({ server } as unknown as FastifyInstance);
    server.on('connection', (socket: Socket) => served.push(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { readonly port: number };
    return async (): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    };
  };
  const status = async (socket: Socket): Promise<string> => {
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString().slice(9, 12);
  };

  it('are served up to a bound; further ones are accepted and answered 503', async () => {
    const open = await serving({ mostServed: 2, mostAccepted: 10 });
    const [first, second] = [await open(), await open()];
    // They wait for an answer, so that they are not idle.
    for (const socket of [first, second]) socket.write('GET / HTTP/1.1\r\nhost: x\r\n');
    expect(await status(await open())).toBe('503');
    // With an error before it: the request is not whole.
    const noticed = new Promise((closed) => served[0]?.once('close', closed));
    first.destroy();
    await noticed;
    expect(await status(await open())).toBe('200');
  });

  it('that are idle are closed to make room for others', async () => {
    const open = await serving({ mostServed: 2, mostAccepted: 10 });
    const idle = [await open(), await open()];
    for (const socket of idle) expect(await status(socket)).toBe('200');
    const closed = Promise.all(idle.map((socket) => once(socket, 'close')));
    expect(await status(await open())).toBe('503');
    await closed;
    expect(await status(await open())).toBe('200');
  });
});
