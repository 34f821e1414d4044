/** One registry on one data directory: a second is turned away; one that has been told to stop is waited for. */
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { waitForLock } from './lock-file.mjs';
import { PlainFailure, say } from './say.mjs';

/**
 * @param {string} wanted
 * @param {AbortSignal} signal
 */
export async function lockDataDirectory(wanted, signal) {
  mkdirSync(path.dirname(wanted), { recursive: true });
  if (!existsSync(wanted)) mkdirSync(wanted, { mode: 0o700 });
  const dataDirectory = realpathSync(wanted);
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
  signal.addEventListener('abort', () => tellOfStopping(lock), { once: true });
  return { dataDirectory, lock, previous };
}

/** @param {import('./lock-file.mjs').Lock} lock */
function tellOfStopping(lock) {
  try {
    lock.tell({ isStopping: true });
  } catch {
    // A full disk, say: others then hear that it runs, and it stops all the same.
  }
}
