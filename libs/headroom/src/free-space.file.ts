import { statfs } from 'node:fs/promises';
import type { Headroom } from './headroom.js';

/** Short enough that what is written between two measurements fits into the headroom. */
const measureEveryMs = 500;

/** Bytes available to unprivileged accounts on the file system of a folder. */
const freeBytesAt = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/**
 * Measures the free space of a folder's file system until it is stopped. Nothing is measured without a folder. A failure is reported once,
 * and retried.
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
  const looking = setInterval(() => void look(), measureEveryMs).unref();
  return { stop: () => clearInterval(looking) };
};
