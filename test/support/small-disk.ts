import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, statfsSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const mebibyte = 2 ** 20;

/** A small file system of its own, which others fill too. */
export interface SmallDisk {
  readonly folder: string;
  readonly freeMebibytes: () => number;
  /** As some other program would, until so many are free, or none. */
  readonly fill: (leave: number) => void;
  readonly free: () => void;
  readonly remove: () => void;
}

/** Where this account may mount one; else why not. */
export const smallDisk = (mebibytes: number): SmallDisk | string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-small-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=711`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    rmdirSync(folder);
    return (String(mounted.stderr ?? '').trim() || String(mounted.error)).split('\n', 1)[0] ?? '';
  }
  const freeMebibytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return (bavail * bsize) / mebibyte;
  };
  const others = path.join(folder, 'of-another-program');
  return {
    folder,
    freeMebibytes,
    fill: (leave) => {
      const file = openSync(others, 'a');
      const piece = Buffer.alloc(mebibyte / 4);
      try {
        while (freeMebibytes() > leave) writeSync(file, piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(others),
    remove: () => {
      spawnSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
};
