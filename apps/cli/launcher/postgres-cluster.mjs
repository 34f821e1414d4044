import { randomInt } from 'node:crypto';
import { readFileSync, rmSync, chownSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readKept, writeJson } from './json-file.mjs';
import { lookUp } from './processes.mjs';
import { runCommand } from './run-command.mjs';
import { PlainFailure } from './say.mjs';

/**
 * The server that runs on a cluster, found by the note it leaves there itself, and its end. A note may
 * outlive its server, and its number may belong to another program by now.
 */

/**
 * What postmaster.pid says: number of the process on the first line, its state on the eighth.
 *
 * @param {string} cluster
 * @returns {{ pid: number, state: string } | undefined}
 */
export function postmasterNote(cluster) {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Math.abs(Number(lines[0])), state: (lines[7] ?? '').trim() };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Sees to it that no server of an earlier run is on the cluster. One whose keeper lives is being stopped by
 * it; one that was left alone, or that does not come to an end, is stopped here. Call it only while the lock
 * on the data directory is held.
 *
 * @param {string} cluster
 * @param {{ onWait?: () => void, signal?: AbortSignal | undefined }} [options]
 */
export async function endServer(cluster, { onWait = () => {}, signal } = {}) {
  const server = serverOn(cluster);
  if (server === undefined) return removeStalePid(cluster);

  onWait();
  const isKept = lookUp(server.parent)?.command.includes('postgres-keeper.mjs') === true;
  if (isKept && (await hasEnded(cluster, 60, signal))) return;
  sendSignal(server.pid, 'SIGINT');
  if (await hasEnded(cluster, 60, signal)) return;
  sendSignal(server.pid, 'SIGQUIT'); // it then recovers from its log at the next start
  if (await hasEnded(cluster, 15, signal)) return;
  throw new PlainFailure(`PostgreSQL (process ${server.pid}) still runs on ${cluster} and does not stop`);
}

/**
 * @param {number} pid
 * @param {'SIGINT' | 'SIGQUIT'} signal
 */
function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has just ended
  }
}

/** @param {string} cluster */
function serverOn(cluster) {
  const pid = postmasterNote(cluster)?.pid;
  if (pid === undefined) return undefined;
  const living = lookUp(pid);
  return living?.command.includes(cluster) ? { ...living, pid } : undefined;
}

/**
 * @param {string} cluster
 * @param {number} seconds
 * @param {AbortSignal | undefined} signal
 */
async function hasEnded(cluster, seconds, signal) {
  const deadline = Date.now() + seconds * 1000;
  while (serverOn(cluster) !== undefined) {
    if (Date.now() > deadline) return false;
    await pause(50, undefined, { signal });
  }
  return true;
}

/**
 * PostgreSQL itself would take another program with the noted number for its server, and refuse to start.
 *
 * @param {string} cluster
 */
function removeStalePid(cluster) {
  rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
}

/**
 * A new database cluster: passwords first, then the cluster under another name, moved into place when it is
 * complete.
 */

/** The superuser, who owns the tables, and the login of the programs, which migration creates. */
export const owner = 'xudai_owner';
export const app = 'xudai_app';

/** English, and no zone: whatever the machine is set to, the database behaves the same. */
export const postgresEnvironment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/**
 * @param {string} dataDirectory
 * @param {boolean} clusterExists
 * @returns {{ owner: string, app: string }}
 */
export function passwordsFor(dataDirectory, clusterExists) {
  const file = path.join(dataDirectory, 'database-passwords.json');
  const kept = readKept(file, {
    fits: (value) => [value.owner, value.app].every((word) => typeof word === 'string' && word !== ''),
    otherwise: 'does not hold the passwords of the two logins',
    cure: 'bring back the one that was there',
  });
  if (kept !== undefined) return kept;
  if (clusterExists)
    throw new PlainFailure(`${file} is gone; without it the database cannot be opened: bring it back`);

  const passwords = { owner: randomWord(32), app: randomWord(32) };
  writeJson(file, passwords, 0o600);
  return passwords;
}

/**
 * @param {import('./cluster-folder.mjs').Place} place
 * @param {{ initdb: string, password: string, durable: boolean, signal: AbortSignal | undefined }} options
 */
export async function createCluster({ cluster, account }, { initdb, password, durable, signal }) {
  removeUnfinished(cluster);
  const draft = `${cluster}.new-${process.pid}`;
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if ('uid' in account) for (const file of [draft, passwordFile]) chownSync(file, account.uid, account.gid);

  const settings = [
    '--auth=scram-sha-256',
    `--username=${owner}`,
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
  ];
  const args = ['--pgdata', draft, ...settings, '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  const options = { cwd: '/', env: postgresEnvironment, quiet: true, account, signal };
  try {
    const { exitCode, output } = await runCommand(initdb, args, options);
    if (exitCode !== 0) throw new PlainFailure(`initdb failed (exit code ${exitCode}):\n${output}`);
    renameSync(draft, cluster);
  } finally {
    removeUnfinished(cluster);
  }
}

/**
 * What kill -9 left behind; an initdb that still works on it is given time to notice.
 *
 * @param {string} cluster
 */
function removeUnfinished(cluster) {
  const folder = path.dirname(cluster);
  for (const name of readdirSync(folder).filter((entry) =>
    entry.startsWith(`${path.basename(cluster)}.new-`),
  )) {
    rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** @param {number} length */
function randomWord(length) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
