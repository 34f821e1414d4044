/** Where root keeps what must not lie in a private home: PostgreSQL's programs, and clusters. */
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const sharedFolder = '/var/lib/xudai';

/**
 * The way to it is opened whatever umask root has.
 *
 * @param {string} name
 */
export function inSharedFolder(name) {
  mkdirSync(sharedFolder, { recursive: true });
  chmodSync(sharedFolder, 0o755);
  return path.join(sharedFolder, name);
}

/**
 * Fails when there is one.
 *
 * @param {string} folder
 */
export function makeOpenFolder(folder) {
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}
