import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { servePipelinedInTurn } from './arriving-requests.server.js';

describe('requests that come before the one ahead of them is answered', () => {
  let server: Server;
  let begun: { readonly path: string; readonly answer: ServerResponse }[];
  let socket: Socket;

  beforeEach(async () => {
    begun = [];
    server = createServer(({ url = '' }, answer) => {
      begun.push({ path: url, answer });
      server.emit('begun');
    });
    servePipelinedInTurn(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { readonly port: number };
    socket = connect(port, '127.0.0.1');
  });
  afterEach(async () => {
    socket.destroy();
    server.close().closeAllConnections();
    await once(server, 'close');
  });

  const requests = (count: number, more = ''): string =>
    Array.from({ length: count }, (_, no) => `GET /${no} HTTP/1.1\r\nhost: x\r\n${more}\r\n`).join('');

  /** Answers what is begun, one after another, until so many were. */
  const answerEach = async (count: number): Promise<void> => {
    for (let no = 0; no < count; no += 1) {
      if (begun.length <= no) await once(server, 'begun');
      const { path, answer } = begun[no] as (typeof begun)[number];
      answer.end(`answer to ${path};`);
    }
  };

  it('are begun one after another, and answered in their order', async () => {
    const answered = text(socket);
    socket.write(`${requests(4)}GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    await once(server, 'begun');
    // All of them came in one piece.
    expect(begun.map(({ path }) => path)).toEqual(['/0']);
    await answerEach(5);
    expect((await answered).match(/answer to [^;]+/g)).toEqual(
      ['/0', '/1', '/2', '/3', '/last'].map((path) => `answer to ${path}`),
    );
  });

  it('may have bodies', async () => {
    const answered = text(socket);
    const body = (path: string, more: string): string =>
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n${more}\r\nabcde`;
    socket.write(body('/0', '') + body('/1', 'connection: close\r\n'));
    for (const no of [0, 1]) {
      if (begun.length <= no) await once(server, 'begun');
      const { answer } = begun[no] as (typeof begun)[number];
      answer.end(`${await text(answer.req)};`);
    }
    expect((await answered).match(/abcde;/g)).toHaveLength(2);
  });

  it('are taken up to a number; of the connection that brings more nothing is parsed, and it is closed', async () => {
    const parsed: string[] = [];
    server.on('request', ({ url = '' }) => parsed.push(url));
    socket.on('error', () => undefined);
    socket.write(requests(400));
    await once(socket, 'close');
    expect(begun.map(({ path }) => path)).toEqual(['/0']);
    // The one that is served, those that wait, and the one too many.
    expect(parsed).toHaveLength(18);
  });

  it('are as many as one likes where each is answered before the next one comes', async () => {
    socket.setEncoding('latin1');
    for (let no = 0; no < 40; no += 1) {
      socket.write(requests(1));
      if (begun.length <= no) await once(server, 'begun');
      begun[no]?.answer.end('here');
      const [answer] = (await once(socket, 'data')) as [string];
      expect(answer).toContain('here');
    }
  });

  it('are not begun when the connection closes while the one ahead is served', async () => {
    socket.write(requests(3));
    await once(server, 'begun');
    const { answer } = begun[0] as (typeof begun)[number];
    const closed = once(answer, 'close');
    socket.destroy();
    await closed;
    await new Promise((later) => setImmediate(later));
    expect(begun).toHaveLength(1);
  });
});
