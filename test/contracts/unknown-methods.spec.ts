import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Methods that a path does not have, whether anybody knows them or not. */

describe('a method', () => {
  let registry: RunningRegistry;
  let port: number;
  let key: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    port = Number(new URL(await registry.application.getUrl()).port);
    key = await registry.keyFor('supervisor');
  });
  afterAll(() => registry.close());

  /** What is answered until the connection closes. */
  const raw = async (request: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    let answer = '';
    socket.on('data', (part: string) => (answer += part));
    socket.write(request);
    await once(socket, 'close');
    return answer;
  };

  it.each(['TRACE', 'PROPFIND', 'QUERY', 'PATCH', 'OPTIONS', 'M-SEARCH', 'FOO', 'x-~1'])(
    'to %s a known path is told which methods it has',
    async (method) => {
      for (const [path, allowed] of [
        ['/healthz', 'GET, HEAD'],
        ['/v1/%6Coans?x=1', 'GET, HEAD'],
        ['http://x/v1/events', 'POST'],
        ['/v1/institutions/A', 'GET, HEAD, PUT'],
      ]) {
        const answer = await raw(
          `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nConnection: close\r\n\r\n`,
        );
        expect(answer).toMatch(/^HTTP\/1.1 405 Method Not Allowed\r\n/);
        expect(answer).toContain('/problems/method-not-allowed');
        expect(/^allow: (.*)\r$/im.exec(answer)?.[1]?.split(', ').toSorted().join(', ')).toBe(allowed);
      }
    },
  );

  it.each([
    ['one on no path', 'FOO /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    [
      'one behind a good request',
      'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nFOO / HTTP/1.1\r\nHost: x\r\n\r\n',
      400,
    ],
  ])('%s is refused in a problem document', async (_, request, status) => {
    const answer = await raw(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'm'));
    expect(answer).toContain('application/problem+json');
  });
});
