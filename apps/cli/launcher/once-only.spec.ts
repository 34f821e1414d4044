import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';

/* A start that is killed while it builds: what it ran goes on, and the next start must not build beside it. */

const root = mkdtempSync(path.join(os.tmpdir(), 'xudai-once-'));
const at = (name: string): string => path.join(root, name);

/** Builds `built`, in two parts between which it waits for the file `go`. */
const build = `
const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
writeFileSync('built', 'half of ' + process.pid);
writeFileSync('begun', String(process.pid));
setInterval(() => {
  if (!existsSync('go')) return;
  appendFileSync('built', ', whole of ' + process.pid);
  process.exit();
}, 20);`;

const program = `
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { onceOnly } from ${JSON.stringify(path.resolve('apps/cli/launcher/once-only.mjs'))};
process.chdir(${JSON.stringify(root)});
await onceOnly(process.cwd())(() => existsSync('stamp'), undefined, async (run) => {
  rmSync('built', { force: true });
  await run('building', [process.execPath, '-e', ${JSON.stringify(build)}]);
  writeFileSync('stamp', '');
});`;

describe('what is built once only', () => {
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const starting = () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    started.push(child);
    const start = { child, said: '', ended: once(child, 'exit') };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (start.said += String(text)));
    return start;
  };
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await later(20);
  };

  it('is built anew after a start that was killed, once what that ran has ended', async () => {
    const first = starting();
    await until(() => existsSync(at('begun')));
    await until(() => readFileSync(at('begun'), 'utf8') !== '');
    const running = readFileSync(at('begun'), 'utf8');
    first.child.kill('SIGKILL');
    await first.ended;
    const second = starting();
    await until(() => second.said.includes(`waiting for process ${running}, which installs or builds`));
    expect([readFileSync(at('built'), 'utf8'), existsSync(at('stamp'))]).toEqual([
      `half of ${running}`,
      false,
    ]);
    writeFileSync(at('go'), '');
    expect(await second.ended).toEqual([0, null]);
    const its = readFileSync(at('begun'), 'utf8');
    expect(its).not.toBe(running);
    expect(readFileSync(at('built'), 'utf8')).toBe(`half of ${its}, whole of ${its}`);
    const third = starting();
    expect([await third.ended, third.said]).toEqual([[0, null], '']);
    expect(readdirSync(at('.cache'))).toEqual([]);
  }, 300_000);
});
