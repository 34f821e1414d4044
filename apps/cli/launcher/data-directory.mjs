/** One registry on one data directory: a second one is refused, and one that is stopping is waited for. */
import { existsSync, mkdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { waitForLock } from './lock-file.mjs';
import { PlainFailure, say } from './say.mjs';

/**
 * @param {string} wanted
 * @param {AbortSignal} signal
 */
export async function lockDataDirectory(wanted, signal) {
  const dataDirectory = madeOrFound(wanted);
  const { lock, previous } = await waitForLock(path.join(dataDirectory, 'xudai.lock'), {
    signal,
    onHeld: ({ pid, address = 'still starting', isStopping }, isFirstLook) => {
      if (!isStopping) {
        throw new PlainFailure(
          `it is already running on the data directory ${dataDirectory}: process ${pid}, ${address}`,
        );
      }
      if (isFirstLook) say(`waiting for process ${pid}, which is stopping on this data directory`);
    },
  });
  signal.addEventListener('abort', () => announceStopping(lock), { once: true });
  return { dataDirectory, lock, previous };
}

/**
 * What is wrong with the folder is one line, like all that is wrong with settings.
 *
 * @param {string} wanted
 */
function madeOrFound(wanted) {
  const wrong = (/** @type {string} */ why) => new PlainFailure(`XUDAI_DATA_DIR: ${wanted} ${why}`, 2);
  try {
    makeFolders(path.dirname(wanted));
    makeFolder(wanted, 0o700);
  } catch (error) {
    throw wrong(`cannot be made (${error.code})`);
  }
  try {
    if (!statSync(wanted).isDirectory()) throw wrong('is no folder');
  } catch (error) {
    // It is there, or could not be made.
    if (error.code === 'ENOENT') throw wrong('is a link that leads nowhere');
    throw error.code === undefined ? error : wrong(`cannot be entered (${error.code})`);
  }
  try {
    // Tried, not asked: root may write everywhere, but not everything can be written.
    const probe = path.join(wanted, `.xudai-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw wrong(`cannot be written (${error.code})`);
  }
  return realpathSync(wanted);
}

/**
 * One after another: where nothing can be made, as in /proc, `recursive` of mkdirSync never comes back.
 *
 * @param {string} folder
 * @param {number} mode
 */
export function makeFolders(folder, mode = 0o777) {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder), mode);
  makeFolder(folder, mode);
}

/**
 * @param {string} folder
 * @param {number} mode
 */
function makeFolder(folder, mode) {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

/** @param {import('./lock-file.mjs').Lock} lock */
function announceStopping(lock) {
  try {
    lock.publish({ isStopping: true });
  } catch {
    // A full disk, say: others then hear that it runs, and it stops all the same.
  }
}
