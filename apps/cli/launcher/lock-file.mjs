/**
 * "A process works here": a file with its number and the time it started. What kill -9 or a power cut left
 * behind is recognised by that and taken over, so that nobody ever has to delete a lock by hand.
 */
import { linkSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { writeJson } from './json-file.mjs';
import { lookUp } from './processes.mjs';
import { PlainFailure } from './say.mjs';

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string | undefined} started
 * @property {string} [address] where it can be reached
 * @property {boolean} [isStopping] it will soon be gone
 */
/**
 * @typedef {object} Lock
 * @property {() => void} release
 * @property {(more: Partial<Holder>) => void} publish adds to what others read of the holder
 */

/**
 * Waits until the lock is free.
 *
 * @param {string} file
 * @param {object} options
 * @param {(holder: Holder, isFirstLook: boolean) => void} options.onHeld throws when there is no use in waiting
 * @param {AbortSignal | undefined} options.signal
 * @returns {Promise<{ lock: Lock, previous: Holder | undefined }>} the lock, and who left it behind without releasing it
 */
export async function waitForLock(file, { onHeld, signal }) {
  for (let isFirstLook = true; ; isFirstLook = false) {
    const taken = takeLock(file);
    if ('lock' in taken) return taken;
    onHeld(taken.holder, isFirstLook);
    await pause(200, undefined, { signal });
  }
}

/**
 * @param {string} file
 * @returns {{ lock: Lock, previous: Holder | undefined } | { holder: Holder }}
 */
function takeLock(file) {
  const mine = { pid: process.pid, started: lookUp(process.pid)?.started };
  /** @type {Holder | undefined} */
  let previous;
  for (;;) {
    if (createWhole(file, JSON.stringify(mine))) return { lock: lockOn(file, mine), previous };

    const found = contentOf(file);
    if (found === undefined) {
      refuseLinkToNothing(file);
      continue;
    }
    const holder = holderIn(found);
    if (holder !== undefined && isStillThere(holder)) return { holder };
    removeStale(file, found);
    previous = holder;
  }
}

/**
 * It stands in the way and can never be read: there would be no end of trying.
 *
 * @param {string} file
 */
function refuseLinkToNothing(file) {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) throw noLock(file, 'ENOENT');
}

/**
 * @param {string} file
 * @param {string} code
 */
const noLock = (file, code) =>
  new PlainFailure(
    `${file} cannot be read (${code}): remove it if no registry runs on this data directory`,
    2,
  );

/** @param {Holder} holder */
function isStillThere({ pid, started }) {
  const living = lookUp(pid);
  return living !== undefined && living.started === started;
}

/**
 * Only one can create it, and nobody ever reads it half written: a link to a finished file either is made or
 * is not.
 *
 * @param {string} file
 * @param {string} content
 */
function createWhole(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Between looking and removing, another process may have taken the stale lock over: what was moved aside is
 * looked at again.
 *
 * @param {string} file
 * @param {string} stale
 */
function removeStale(file, stale) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (contentOf(aside) !== stale) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * @param {string} file
 * @param {Holder} mine
 * @returns {Lock}
 */
function lockOn(file, mine) {
  const isMine = () => holderIn(contentOf(file) ?? '')?.pid === mine.pid;
  return {
    release: () => isMine() && rmSync(file, { force: true }),
    publish: (more) => isMine() && writeJson(file, Object.assign(mine, more), 0o600),
  };
}

/** @param {string} file */
function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw noLock(file, error.code);
  }
}

/**
 * @param {string} content
 * @returns {Holder | undefined}
 */
function holderIn(content) {
  try {
    const { pid, started, address, isStopping } = JSON.parse(content);
    return { pid, started, address, isStopping };
  } catch {
    return undefined;
  }
}
