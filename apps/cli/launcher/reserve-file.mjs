/**
 * Room that is kept for the database beside its files, to be given up when somebody else fills the disk to the last byte: without
 * any PostgreSQL cannot make a checkpoint or take a connection, ends, and does not start again. With it, it goes on being read.
 */
import { existsSync, rmSync, statfsSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';

const mebibyte = 2 ** 20;
const reserveBytes = 64 * mebibyte;
/** It is given up below the first, and kept anew only when as much as the second is free beside it. */
const nearlyGone = 16 * mebibyte;
const plenty = 256 * mebibyte;
const lookEveryMs = 250;
const lookAgainMs = 60_000;

/** @typedef {{ file: string, freeBytes?: () => number }} Options */

/**
 * Looks after the file from now on.
 *
 * @param {Options & { onGivenUp: () => void, onFailure: (error: unknown) => void }} options
 * @returns {{ stop: () => void }}
 */
export function keepReserve({ file, onGivenUp, onFailure, ...place }) {
  let isBusy = false;
  const look = async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      if (await tend({ file, ...place })) onGivenUp();
      isBusy = false;
    } catch (error) {
      onFailure(error);
      setTimeout(() => (isBusy = false), lookAgainMs).unref();
    }
  };
  const looking = setInterval(look, lookEveryMs);
  void look();
  return { stop: () => clearInterval(looking) };
}

/**
 * Once. True when the reserve was given up.
 *
 * @param {Options} options
 */
async function tend({ file, freeBytes = () => freeBytesOf(file) }) {
  const free = freeBytes();
  const isKept = existsSync(file);
  if (isKept && free < nearlyGone) {
    rmSync(file);
    return true;
  }
  if (!isKept && free >= plenty + reserveBytes) await keep(file);
  return false;
}

/** @param {string} file */
async function keep(file) {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    const zeros = Buffer.alloc(mebibyte);
    for (let written = 0; written < reserveBytes; written += zeros.length) await handle.write(zeros);
    await rename(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** @param {string} file */
function freeBytesOf(file) {
  const { bavail, bsize } = statfsSync(path.dirname(file));
  return bavail * bsize;
}
