/** Where root keeps what must not lie in a private home: PostgreSQL's programs, and clusters. */
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const sharedPlace = '/var/lib/xudai';

/**
 * The way to it is opened whatever umask root has.
 *
 * @param {string} name
 */
export function inSharedPlace(name) {
  mkdirSync(sharedPlace, { recursive: true });
  chmodSync(sharedPlace, 0o755);
  return path.join(sharedPlace, name);
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
