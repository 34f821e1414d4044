/**
 * Two commands in one checkout that install or build take turns; the second finds the work done.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { waitForLock } from './lock-file.mjs';
import { lookUp } from './processes.mjs';
import { runCommand } from './run-command.mjs';
import { PlainFailure, say } from './say.mjs';

/**
 * Runs a command that installs or builds; `what` says what it does.
 *
 * @typedef {(what: string, commandLine: string[], env?: NodeJS.ProcessEnv) => Promise<void>} Run
 */

/**
 * The lock is the command's for as long as that runs: it goes on where this process is killed, and would write into what the next one
 * builds.
 *
 * @param {string} root of the checkout
 * @returns {(isDone: () => boolean, signal: AbortSignal | undefined, work: (run: Run) => Promise<void>) => Promise<void>}
 */
export const onceOnly = (root) => async (isDone, signal, work) => {
  if (isDone()) return;
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const { lock } = await waitForLock(path.join(root, '.cache/setup.lock'), {
    signal,
    onHeld: ({ pid }, isFirstLook) =>
      isFirstLook && say(`waiting for process ${pid}, which installs or builds in this folder`),
  });
  const heldBy = (/** @type {number} */ pid) => lock.publish({ pid, started: lookUp(pid)?.started });
  /** @type {Run} */
  const run = async (what, commandLine, env) => {
    await timed(what, commandLine, { cwd: root, env, signal, onStart: heldBy });
    heldBy(process.pid);
  };
  try {
    if (!isDone()) await work(run);
  } finally {
    lock.release();
  }
};

/**
 * @param {string} what
 * @param {string[]} commandLine
 * @param {import('./run-command.mjs').CommandOptions} options
 */
async function timed(what, [command = '', ...args], options) {
  const start = Date.now();
  say(`${what} …`);
  const { exitCode } = await runCommand(command, args, options);
  if (exitCode !== 0)
    throw new PlainFailure(`${what} failed (exit code ${exitCode}); the reason stands above`);
  say(`${what} took ${((Date.now() - start) / 1000).toFixed(1)} s`);
}
