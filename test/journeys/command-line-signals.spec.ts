import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XudaiCommand } from '../support/xudai-command.js';

/* `xudai submit` beside what happens meanwhile: a signal, a registry that goes, a file that somebody writes to. */

const launcher = path.resolve('apps/cli/launcher/xudai.mjs');

describe('xudai, while it sends a file', () => {
  const command = new XudaiCommand();
  const { run: xudai, file, home } = command;
  /** A registry that has not answered yet. */
  const server = http.createServer();
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await xudai(['profile', 'set', 'default', '--address', `http://127.0.0.1:${port}`, '--no-key']);
  });
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
    command.remove();
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    'ends by %s, and nothing of it goes on',
    async (signal) => {
      const asked = once(server, 'request') as Promise<[http.IncomingMessage]>;
      const child = spawn(process.execPath, [launcher, 'submit', file('1.ndjson', '{}\n')], {
        env: { ...process.env, XDG_CONFIG_HOME: home },
        stdio: 'ignore',
      });
      started.push(child);
      const [{ socket }] = (await asked) as [{ readonly socket: Socket }];
      const gone = once(socket, 'close');
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([null, signal]);
      await gone;
    },
  );

  it('says of a file that grows that it changed, whatever becomes of the connection', async () => {
    const sent = file('grows.ndjson', `{"x":"${'x'.repeat(4_000_000)}"}\n`);
    server.once('request', (request: http.IncomingMessage) => {
      appendFileSync(sent, '{}\n');
      request.resume();
    });
    expect(await xudai(['submit', sent])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('grows.ndjson changed while it was sent'),
    });
  });

  it('says that the registry was away, and not that a file is to be mended', async () => {
    const files = [1, 2].map((no) => file(`away-${no}.ndjson`, '{}\n'));
    server.once('request', (request: http.IncomingMessage) => request.socket.destroy());
    const { code, stderr } = await xudai(['submit', '--patience', '0', ...files]);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/did not answer[^]*Call the same again/)]);
    expect(stderr).not.toContain('Mend');
  });
});
