import { statfs } from 'node:fs/promises';
import type { Headroom } from './headroom.js';

/** Quick enough for all that may be written between two looks. */
const lookEveryMs = 500;

/** Bytes that accounts without privileges may still write to the file system of a folder. */
const freeBytesAt = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/**
 * Measures from now on how much is free where the folder lies, until it is stopped; nothing where there is no folder. What cannot be
 * measured is logged once, and looked at again all the same.
 */
export const watchFreeSpace = async (
  folder: string | undefined,
  headroom: Pick<Headroom, 'noteFree'>,
  onFailure: (error: unknown) => void,
): Promise<{ stop(): void }> => {
  if (folder === undefined) return { stop: () => undefined };
  let isKnown = true;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      headroom.noteFree(await freeBytesAt(folder));
      isKnown = true;
    } catch (error) {
      headroom.noteFree(null);
      if (isKnown) onFailure(error);
      isKnown = false;
    }
    isLooking = false;
  };
  await look();
  const looking = setInterval(() => void look(), lookEveryMs).unref();
  return { stop: () => clearInterval(looking) };
};
