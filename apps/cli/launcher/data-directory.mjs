/** One registry on one data directory: a second one is refused, and one that is stopping is waited for. */
import { existsSync, mkdirSync, realpathSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { waitForLock } from './lock-file.mjs';
import { PlainFailure, say } from './say.mjs';

/**
 * @param {string} wanted
 * @param {AbortSignal} signal
 */
export async function lockDataDirectory(wanted, signal) {
  /** @type {string[]} */
  const made = [];
  try {
    return await locked(madeOrFound(wanted, made), made, signal);
  } catch (error) {
    removeEmpty(made);
    throw error;
  }
}

/**
 * @param {string} dataDirectory
 * @param {string[]} made
 * @param {AbortSignal} signal
 */
async function locked(dataDirectory, made, signal) {
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
  const release = () => {
    lock.release();
    removeEmpty(made);
  };
  return { dataDirectory, lock: { ...lock, release }, previous };
}

/**
 * A start that is refused leaves no folder that it made.
 *
 * @param {readonly string[]} made
 */
function removeEmpty(made) {
  for (const folder of made.toReversed()) {
    try {
      rmdirSync(folder);
    } catch (error) {
      // Something stands in it, or somebody else has removed it.
      if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code)) return;
      throw error;
    }
  }
}

/**
 * What is wrong with the folder is one line, like all that is wrong with settings.
 *
 * @param {string} wanted
 * @param {string[]} made gets the folders that were not there
 */
function madeOrFound(wanted, made) {
  const wrong = (/** @type {string} */ why) => new PlainFailure(`XUDAI_DATA_DIR: ${wanted} ${why}`, 2);
  try {
    made.push(...makeFolders(path.dirname(wanted)));
    if (makeFolder(wanted, 0o700)) made.push(wanted);
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
 * @returns {string[]} those that were not there
 */
export function makeFolders(folder, mode = 0o777) {
  if (existsSync(folder)) return [];
  const above = makeFolders(path.dirname(folder), mode);
  return makeFolder(folder, mode) ? [...above, folder] : above;
}

/**
 * @param {string} folder
 * @param {number} mode
 * @returns {boolean} whether it was not there
 */
function makeFolder(folder, mode) {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
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
