/**
 * Small files of state. A reader finds the old content or the new one, never half of it, even after a power
 * cut.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import { PlainFailure } from './say.mjs';

/**
 * @param {string} file
 * @returns {any} undefined when there is none
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * What somebody may have changed or damaged, held against its shape: what is wrong with it is one line that says what to do.
 *
 * @param {string} file
 * @param {object} expected
 * @param {(value: any) => boolean} expected.fits
 * @param {string} expected.otherwise what it does not, when it does not fit
 * @param {string} expected.cure
 * @returns {any} undefined when there is none
 */
export function readKept(file, { fits, otherwise, cure }) {
  const wrong = (/** @type {string} */ why) => new PlainFailure(`${file} ${why}: ${cure}`, 2);
  let value;
  try {
    value = readJson(file);
  } catch (error) {
    throw wrong(error instanceof SyntaxError ? 'is no JSON' : `cannot be read (${error.code})`);
  }
  if (value !== undefined && !(isObject(value) && fits(value))) throw wrong(otherwise);
  return value;
}

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * @param {string} file
 * @param {unknown} value
 * @param {number} [mode]
 */
export function writeJson(file, value, mode = 0o644) {
  const draft = `${file}.new`; // one writer at a time: whoever holds the lock
  const handle = openSync(draft, 'w', mode);
  try {
    writeFileSync(handle, `${JSON.stringify(value, undefined, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
