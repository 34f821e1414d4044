import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { north } from '../support/three-banks.js';
import { xudaiOfBank } from '../support/xudai-command.js';

/* How a command of `xudai` ends that could not do what it was asked: by its exit code, in a sentence or as JSON, and always. */

const launcher = path.resolve('apps/cli/launcher/xudai.mjs');

describe('a command that could not be done', () => {
  const { command } = xudaiOfBank(north);
  const { run: xudai, home } = command;

  it.each([
    ['usage', ['colour'], 2, /^unknown command 'colour'/],
    ['usage of a command', ['submit', '--colour'], 2, /unknown option/],
    ['usage of generate', ['generate', '--scale', 'much', '--out', 'x'], 2, /--scale takes/],
    ['a value like an option', ['generate', '--seed', '-1', '--out', 'x'], 2, /^--seed takes a whole number/],
    [
      'a file in place of a folder',
      ['generate', '--out', process.execPath],
      1,
      /node is a file\. Give --out/,
    ],
    [
      'a folder that cannot be made',
      ['generate', '--out', '/proc/none/x'],
      1,
      /ENOENT.*mkdir '\/proc\/none'/,
    ],
  ])('is a failure as JSON where that was asked for: %s', async (_what, args, exitCode, said) => {
    const { code, stdout, stderr } = await xudai([...args, '--json']);
    expect([code, stdout, JSON.parse(stderr)]).toEqual([
      exitCode,
      '',
      { error: { message: expect.stringMatching(said), exitCode, problem: null } },
    ]);
  });

  it.each([
    ['start', ['start', '--port', 'x'], 2, /--port must be a number/],
    ['demo', ['demo', '--colour'], 2, /Unknown option/],
  ])('a failure of %s as well', async (_what, args, exitCode, said) => {
    const { code, stdout, stderr } = await xudai([...args, '--json'], '', launcher);
    const { error } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { error: object };
    expect([code, stdout, error]).toEqual([
      exitCode,
      '',
      { message: expect.stringMatching(said), exitCode, problem: null },
    ]);
  });

  it('ends when it is a part of the demo, while the launcher that it is connected to stays', async () => {
    const demo = spawn(process.execPath, ['dist/apps/cli/src/xudai/demo/main.js'], {
      env: {
        ...process.env,
        DEMO_ADDRESS: 'http://127.0.0.1:9',
        DEMO_KEY: 'xk_none_none',
        DEMO_FOLDER: path.join(home, 'demo'),
        DEMO_SCALE: '0.0001',
      },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    expect(await once(demo, 'exit')).toEqual([3, null]);
  });

  it('ends where nothing can be written, and says so', async () => {
    const shell = (line: string): Promise<readonly [number, string]> =>
      new Promise((ended) => {
        execFile('sh', ['-c', line], { cwd: home }, (error, _out, said) =>
          ended([Number(error?.code ?? 0), said]),
        );
      });
    const main = `'${process.execPath}' '${path.resolve('dist/apps/cli/src/xudai/main.js')}'`;
    expect(await shell(`${main} completion > /dev/full`)).toEqual([
      1,
      'xudai: The answer cannot be written (ENOSPC).\n',
    ]);
    const [code, said] = await shell(
      `XDG_CONFIG_HOME=/proc/none ${main} profile set x --address http://127.0.0.1:9 --no-key`,
    );
    expect([code, said]).toEqual([1, expect.stringMatching(/^xudai: ENOENT.*\n$/)]);
  });
});
