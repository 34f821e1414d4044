import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** As the nightly run begins it: alone at the head of a group. Both say their number; the second loops for ever. */
const starter = `
  const { spawn } = require('node:child_process');
  const looping = 'console.log(process.pid); for (;;);';
  const args = ['test/mutation/own-group.mjs', '-e', looping];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(child.pid);
`;

it('what loops for ever ends when whoever began it is gone', async () => {
  const parent = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  parent.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (said.trim().split('\n').length < 2) await pause(50);
  const pids = said.trim().split('\n').map(Number);
  expect(pids.map(lives)).toEqual([true, true]);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const deadline = Date.now() + 20_000;
  while (pids.some(lives) && Date.now() < deadline) await pause(100);
  expect(pids.map(lives)).toEqual([false, false]);
});
