/**
 * Somebody who ran `npm ci` or `npm install` by hand has the packages already, and need not wait for them a
 * second time. npm notes in node_modules what it really put there; that note is held against package-
 * lock.json.
 */
import path from 'node:path';

import { readJson } from './json-file.mjs';

/** @typedef {{ version: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage */

/**
 * @param {string} root
 * @returns {boolean} true when everything this machine needs is there, in the locked versions
 */
export function areInstalled(root) {
  const installed = readJson(path.join(root, 'node_modules/.package-lock.json'))?.packages ?? {};
  const locked = readJson(path.join(root, 'package-lock.json')).packages;
  const packages = /** @type {[string, LockedPackage][]} */ (
    Object.entries(locked).filter(([place]) => place !== '')
  );

  return packages.every(([place, wanted]) => {
    const found = installed[place];
    if (found === undefined) return wanted.optional === true && !isMadeForThisMachine(wanted);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * Packages for one C library only come in pairs, of which npm takes the right one.
 *
 * @param {LockedPackage} wanted
 */
const isMadeForThisMachine = ({ os, cpu, libc }) =>
  libc === undefined && os?.includes(process.platform) === true && cpu?.includes(process.arch) === true;
