import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { faultProxy, testDatabase, type TestDatabase } from '#testing';
import { loggedProgram } from '../support/logged-program.js';
import { administratorsKey } from '../support/running-registry.js';

/* Every program writes one JSON object a line, from its first line to its last, and nothing else. They start and wait together. */

const programs = {
  registry: 'dist/apps/registry/src/main.js',
  projector: 'dist/apps/projector/src/main.js',
  migrate: 'dist/apps/cli/src/migrate.js',
} as const;
const names = Object.keys(programs) as (keyof typeof programs)[];

const made: Promise<TestDatabase> = testDatabase();
afterAll(async () => (await made).drop());

const messagesOf = (program: ReturnType<typeof loggedProgram>): readonly unknown[] =>
  program.lines().map(({ msg }) => msg);

describe('a program that cannot begin', () => {
  it.concurrent.each(names)('%s names each wrong setting on a line, and ends with 2', async (name) => {
    const program = loggedProgram([programs[name]], {
      XUDAI_DATABASE_URL: 'mysql://hunter2@host/db',
      XUDAI_PORT: '99999',
    });
    expect([await program.ended, program.stderr()]).toEqual([2, '']);
    expect(program.lines()).toEqual([
      expect.objectContaining({ level: 60, program: name, msg: expect.stringMatching(/^XUDAI_PORT: /) }),
      expect.objectContaining({
        level: 60,
        program: name,
        msg: expect.stringMatching(/^XUDAI_DATABASE_URL: /),
      }),
    ]);
  });

  it.concurrent.each(['registry', 'projector'] as const)(
    '%s says that the database does not answer, in a line without a stack',
    async (name) => {
      const url = new URL((await made).appUrl);
      url.port = '1';
      const program = loggedProgram([programs[name]], {
        XUDAI_DATABASE_URL: url.href,
        XUDAI_LOG_LEVEL: 'silent',
      });
      expect([await program.ended, program.stderr()]).toEqual([1, '']);
      expect(program.lines()).toEqual([
        {
          level: 60,
          time: expect.any(Number),
          program: name,
          pid: undefined,
          hostname: undefined,
          msg: expect.stringMatching(/^The database cannot be used\. .*ECONNREFUSED/),
        },
      ]);
    },
  );

  it.concurrent('says that its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const program = loggedProgram([programs.registry], {
      XUDAI_DATABASE_URL: (await made).appUrl,
      XUDAI_BOOTSTRAP_KEY: administratorsKey,
      XUDAI_PORT: String(port),
    });
    expect([await program.ended, program.stderr()]).toEqual([2, '']);
    server.close();
    // Nest says it first, in its own words.
    expect(messagesOf(program).at(-1)).toBe(
      `Requests cannot be taken on port ${port} of 127.0.0.1: another program has it, or this account may not.`,
    );
  });
});

describe('what nobody caught', () => {
  const script = (body: string) =>
    loggedProgram([
      '--input-type=module',
      '-e',
      `import { programLog } from '#logging'; const log = programLog('planted'); ${body}`,
    ]);

  it.concurrent.each([
    ['an exception', `setTimeout(() => { throw new TypeError('x is not a function'); }, 10);`],
    ['a rejection', `Promise.reject(new TypeError('x is not a function')); setTimeout(() => {}, 5000);`],
    ['a failure while the rest is loaded', `await Promise.reject(new TypeError('x is not a function'));`],
  ])('%s is one line, and the end', async (_what, body) => {
    const program = script(body);
    expect([await program.ended, program.stderr()]).toEqual([1, '']);
    expect(program.lines()).toEqual([
      expect.objectContaining({
        level: 60,
        program: 'planted',
        err: expect.objectContaining({ type: 'TypeError', message: 'x is not a function' }),
        msg: 'nobody caught an error: the program ends',
      }),
    ]);
  });

  it.concurrent('what Node.js warns of is a line', async () => {
    const program = script(`process.emitWarning('planted', 'DeprecationWarning', 'DEP0000');`);
    expect([await program.ended, program.stderr()]).toEqual([0, '']);
    expect(program.lines()).toEqual([expect.objectContaining({ level: 40, msg: 'Node.js warns' })]);
  });
});

describe('a database that goes away', () => {
  it.concurrent('is told once by each program, and once when it is back; they end in order', async () => {
    const network = await faultProxy((await made).appUrl);
    const env = { XUDAI_DATABASE_URL: network.url, XUDAI_BOOTSTRAP_KEY: administratorsKey, XUDAI_PORT: '0' };
    const running = (['registry', 'projector'] as const).map((name) => loggedProgram([programs[name]], env));
    await running[0]?.until('the registry listens');
    await new Promise((soon) => setTimeout(soon, 2_000));
    network.freeze();
    network.cut();
    await Promise.all(running.map(({ until }) => until('the database is away')));
    // Longer than any program waits before it tries again.
    await new Promise((soon) => setTimeout(soon, 3_000));
    network.thaw();
    network.cut();
    const back = await Promise.all(running.map(({ until }) => until('the database is back')));
    for (const { awaySeconds, failures } of back) {
      expect(awaySeconds).toBeGreaterThanOrEqual(2.9);
      expect(failures).toBeGreaterThan(0);
    }
    for (const { kill } of running) kill('SIGTERM');
    expect(await Promise.all(running.map(({ ended }) => ended))).toEqual([0, 0]);
    const expected = ['the database is away', 'the database is back'];
    expect(
      running.map((program) => messagesOf(program).filter((msg) => expected.includes(String(msg)))),
    ).toEqual([expected, expected]);
    expect(running.map(({ stderr }) => stderr())).toEqual(['', '']);
    await network.close();
  });
});
