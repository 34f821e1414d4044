/** The keeper of PostgreSQL, seen from the launcher: started, heard to be ready, and let go. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { postgresEnvironment } from './postgres-cluster.mjs';
import { PlainFailure } from './say.mjs';

/**
 * @typedef {object} Plan
 * @property {string} postgres the program
 * @property {string[]} args
 * @property {import('./postgres-account.mjs').Account} account
 * @property {string} cluster
 * @property {string} [reserve] the file with the room that is kept for it; none is kept without
 * @property {string[]} temporary folders to remove at the end
 */

const keeperProgram = fileURLToPath(new URL('postgres-keeper.mjs', import.meta.url));

/**
 * @param {Plan} plan
 * @param {{ log: string, signal: AbortSignal | undefined }} options
 */
export async function startKeeper(plan, { log, signal }) {
  signal?.throwIfAborted();
  const logHandle = opened(log);
  const keeper = spawn(process.execPath, [keeperProgram, JSON.stringify(plan)], {
    cwd: '/',
    env: postgresEnvironment,
    detached: true,
    stdio: ['ignore', logHandle, logHandle, 'ipc'],
  });
  closeSync(logHandle);

  const giveUp = () => keeper.disconnect();
  signal?.addEventListener('abort', giveUp, { once: true });
  const isReady = await new Promise((resolve) => {
    keeper.once('message', () => resolve(true));
    keeper.once('exit', () => resolve(false));
  });
  signal?.removeEventListener('abort', giveUp);
  signal?.throwIfAborted();
  if (!isReady) throw new PlainFailure(`PostgreSQL did not start; the end of ${log}:\n${endOf(log)}`);

  // Neither the keeper nor its channel holds up the end of a program that forgot to stop it.
  keeper.unref();
  keeper.channel?.unref();
  return keeper;
}

/** @param {string} log */
function opened(log) {
  try {
    const sizeBefore = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    return openSync(log, sizeBefore > 5_000_000 ? 'w' : 'a', 0o600);
  } catch (error) {
    throw new PlainFailure(`${log} is no file that can be written (${error.code}): move it away`, 2);
  }
}

/** @param {import('node:child_process').ChildProcess} keeper */
export async function endKeeper(keeper) {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  keeper.ref();
  const ended = new Promise((resolve) => keeper.once('exit', resolve));
  if (keeper.connected) keeper.disconnect();
  await ended;
}

/** @param {string} file */
const endOf = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
