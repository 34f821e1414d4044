import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

interface ReserveFile {
  keepReserve(options: {
    readonly file: string;
    readonly freeBytes: () => number;
    readonly onGivenUp: () => void;
    readonly onFailure: (error: unknown) => void;
  }): { stop(): void };
}

/** By a name that is not known to the compiler: the launcher is no TypeScript. */
const launcher: string = path.resolve('apps/cli/launcher/reserve-file.mjs');
const mebibyte = 2 ** 20;

describe('the room kept for the database', () => {
  let folder: string;
  let file: string;
  let freeMebibytes: number;
  let stop: () => void;
  const calls: unknown[] = [];

  const looked = (): Promise<void> => later(700);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-reserve-'));
    file = path.join(folder, 'reserve');
    freeMebibytes = 319;
    calls.length = 0;
    const { keepReserve } = (await import(launcher)) as ReserveFile;
    ({ stop } = keepReserve({
      file,
      freeBytes: () => freeMebibytes * mebibyte,
      onGivenUp: () => calls.push('given up'),
      onFailure: (error) => calls.push(error),
    }));
  });
  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes up real blocks, and is kept only where plenty is left beside it', async () => {
    await looked();
    expect(existsSync(file)).toBe(false);
    freeMebibytes = 320;
    while (!existsSync(file)) await later(20);
    const { size, blocks } = statSync(file);
    expect([size, blocks * 512 >= size]).toEqual([64 * mebibyte, true]);
    expect(calls).toEqual([]);
  });

  it('is given up when the last room goes, and not before', async () => {
    writeFileSync(file, 'reserve');
    freeMebibytes = 16;
    await looked();
    expect(existsSync(file)).toBe(true);
    freeMebibytes = 15;
    while (calls.length === 0) await later(20);
    expect([existsSync(file), calls]).toEqual([false, ['given up']]);
  });

  it('that cannot be kept is reported once, and not tried again at once', async () => {
    rmSync(folder, { recursive: true });
    freeMebibytes = 1_000;
    while (calls.length === 0) await later(20);
    // Twice it might be tried again.
    await looked();
    expect(calls).toMatchObject([{ code: 'ENOENT' }]);
  });
});
