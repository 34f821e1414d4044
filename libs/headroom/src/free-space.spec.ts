import { statfsSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { watchFreeSpace } from './free-space.file.js';

const watch = async (folder: string) => {
  const measured: (number | null)[] = [];
  const failures: unknown[] = [];
  const noteFree = (freeBytes: number | null): void => void measured.push(freeBytes);
  const watching = await watchFreeSpace(folder, { noteFree }, (error) => failures.push(error));
  return { measured, failures, watching };
};

describe('free space', () => {
  it('is measured at once and at intervals, until it is stopped', async () => {
    const { bavail, bsize } = statfsSync(os.tmpdir());
    const { measured, failures, watching } = await watch(os.tmpdir());
    expect(measured).toHaveLength(1);
    expect(Math.abs(Number(measured[0]) - bavail * bsize)).toBeLessThan(2 ** 32);
    while (measured.length < 2) await later(20);
    watching.stop();
    const { length } = measured;
    await later(1_200);
    expect(measured.length - length).toBeLessThan(2);
    expect(failures).toEqual([]);
  });

  it('of a missing folder is reported once', async () => {
    const { measured, failures, watching } = await watch('/no-such-folder');
    while (measured.length < 2) await later(20);
    watching.stop();
    expect(new Set(measured)).toEqual(new Set([null]));
    expect(failures).toMatchObject([{ code: 'ENOENT' }]);
  });
});
