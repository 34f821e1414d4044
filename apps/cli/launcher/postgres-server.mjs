/**
 * The server that runs on a cluster, found by the note it leaves there itself, and its end. A note may
 * outlive its server, and its number may belong to another program by now.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { lookUp } from './processes.mjs';
import { PlainFailure } from './say.mjs';

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
  tell(server.pid, 'SIGINT');
  if (await hasEnded(cluster, 60, signal)) return;
  tell(server.pid, 'SIGQUIT'); // it then recovers from its log at the next start
  if (await hasEnded(cluster, 15, signal)) return;
  throw new PlainFailure(`PostgreSQL (process ${server.pid}) still runs on ${cluster} and does not stop`);
}

/**
 * @param {number} pid
 * @param {'SIGINT' | 'SIGQUIT'} signal
 */
function tell(pid, signal) {
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
