import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { administratorsKey, cloudEvent, runningRegistry } from '../support/running-registry.js';

/* A registry that is being stopped answers what is under way, and what comes meanwhile by a problem document. */

it('tells what comes while it is being stopped that it is, as it tells everything', async () => {
  const registry = await runningRegistry();
  const { port } = registry;
  const socket = connect(port, '127.0.0.1');
  let answers = '';
  socket.setEncoding('utf8').on('data', (part: string) => (answers += part));
  const head = (method: string, path: string): string =>
    `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${administratorsKey}\r\n`;
  // It waits for a fact that does not come, so that there is something under way.
  socket.write(`${head('GET', '/v1/institutions')}await-position: 1000000\r\nawait-timeout: 1500\r\n\r\n`);
  await setTimeout(300);
  const closed = registry.application.close();
  await setTimeout(100);
  socket.write(`${head('POST', '/v1/events')}content-type: ${cloudEvent}\r\ncontent-length: 2\r\n\r\n{}`);
  await once(socket, 'close');
  await closed;
  const [first = '', second = ''] = answers.split(/(?=HTTP\/1\.1 503)/);
  expect(first).toMatch(/^HTTP\/1\.1 504 /);
  expect(second).toMatch(/^HTTP\/1\.1 503 /);
  expect(second.toLowerCase()).toMatch(/content-type: application\/problem\+json/);
  expect(second.toLowerCase()).toMatch(/retry-after: \d+\r\n/);
  expect(second.toLowerCase()).toMatch(/connection: close\r\n/);
  expect(second).toContain('"outcome":"not-recorded"');
  await registry.close();
});
