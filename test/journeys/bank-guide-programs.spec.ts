import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { exampleReport, sizeOf } from '#testing';
import { type GuideProgram, guidePrograms } from '../support/guide-programs.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* The programs of the bank guide that send one report, word for word, against a registry that answers and one that does not yet. */

const bank = 'C1010211000012';
const programs = guidePrograms(sizeOf('guidePrograms').languages);

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
  const issued = { ...exampleReport('loan.issued'), subject: 'LN-2024-0001' };
  await registry.ask('post', '/v1/events', { key, type: cloudEvent, body: issued });
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
});

beforeEach(() => {
  received = [];
});

afterAll(async () => {
  server.close();
  await registry.close();
});

const run = (
  { command: [called = '', ...args] }: GuideProgram,
  server: Pick<Server, 'address'>,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> =>
  new Promise((ended) => {
    const { port } = server.address() as AddressInfo;
    const env = { ...process.env, BASE: `http://127.0.0.1:${port}`, BANK: key };
    execFile(called, args, { env }, (error, stdout, stderr) =>
      ended({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

it.each(programs)('records a report, and once when it is run again, in $language', async (program) => {
  const server = registry.application.getHttpServer();
  expect(await run(program, server)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^201 .*LoanRepaid/),
  });
  expect(await run(program, server)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^200 .*"repeated":true/),
  });
});

it.each(programs)(
  'sends the same again while the outcome is open, and stops at a refusal, in $language',
  async (program) => {
    answers = [[503, '0'], null, [429, '1'], [500, '0'], [201]];
    expect(await run(program, server)).toMatchObject({ code: 0 });
    const first: Received = {
      id: program.reportId,
      type: expect.stringContaining(cloudEvent) as unknown as string,
    };
    expect(received).toEqual([first, first, first, first, first]);
    answers = [[422], [201]];
    expect(await run(program, server)).toMatchObject({ code: 1, stdout: expect.stringMatching(/^422/) });
    expect(received).toHaveLength(6);
  },
);
