import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { exampleReport } from '#testing';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* The program of the bank guide that sends one report, word for word, against a registry that answers and one that does not yet. */

const guide = readFileSync('docs/guides/bank.md', 'utf8');
const program = /^```js\n([\s\S]*?)^```/m.exec(guide)?.[1] ?? '';
/** Where its package is found. */
const folder = path.resolve('.cache/bank-guide-programs');
const bank = 'C1010211000012';

interface Received {
  readonly id: string;
  readonly type: string | undefined;
}

let registry: RunningRegistry;
let key: string;
let server: Server;
/** What the next requests are answered; null breaks the connection. */
let answers: (readonly [status: number, retryAfter?: string] | null)[];
let received: Received[];

beforeAll(async () => {
  registry = await runningRegistry();
  key = await registry.bank(bank);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'send.mjs'), program);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += String(text)));
    request.on('end', () => {
      received.push({ id: (JSON.parse(body) as Received).id, type: request.headers['content-type'] });
      const answer = answers.shift();
      if (!answer) return request.socket.destroy();
      const [status, retryAfter] = answer;
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 60_000);

beforeEach(() => {
  received = [];
});

afterAll(async () => {
  server.close();
  await registry.close();
  rmSync(folder, { recursive: true });
});

const run = ({ port }: AddressInfo): Promise<{ readonly code: number; readonly stdout: string }> =>
  new Promise((ended) => {
    const env = { PATH: process.env['PATH'], BASE: `http://127.0.0.1:${port}`, BANK: key };
    execFile(process.execPath, [path.join(folder, 'send.mjs')], { env }, (error, stdout) =>
      ended({ code: Number(error?.code ?? 0), stdout }),
    );
  });

it('records a report, and once when it is run again', async () => {
  const issued = { ...exampleReport('loan.issued'), subject: 'LN-2024-0001' };
  await registry.ask('post', '/v1/events', { key, type: cloudEvent, body: issued });
  const at = registry.application.getHttpServer().address() as AddressInfo;
  expect(await run(at)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^201 .*LoanRepaid/) });
  expect(await run(at)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^200 .*"repeated":true/) });
}, 60_000);

it('sends the same again while the outcome is open, and stops at a refusal', async () => {
  const at = server.address() as AddressInfo;
  answers = [[503, '0'], null, [429, '1'], [500, '0'], [201]];
  expect(await run(at)).toMatchObject({ code: 0 });
  const first: Received = {
    id: '2024-05-06-000777',
    type: expect.stringContaining(cloudEvent) as unknown as string,
  };
  expect(received).toEqual([first, first, first, first, first]);
  answers = [[422], [201]];
  expect(await run(at)).toMatchObject({ code: 1, stdout: expect.stringMatching(/^422/) });
  expect(received).toHaveLength(6);
}, 60_000);
