import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a registry is started with so that it tells how long its event loop is held, and what it told. */
export interface LoopHolds {
  readonly env: Readonly<Record<string, string>>;
  readonly options: readonly string[];
  /** The longest since an instant, in ms of processor time; 0 when none was worth telling. */
  longestSince(base: string, instantMs: number): Promise<number>;
  remove(): Promise<void>;
}

/** What may be told too much: between two looks, and until the system counts. */
const vagueMs = 8;

/** The loop is held for 50 ms at most, by the contract. */
export const longestHoldMs = 50 + vagueMs;

/** To a registry that measures itself: hold the loop for 80 ms. It shows that whoever looks would see it. */
export const plantHold = (pid: number): void => {
  process.kill(pid, 'SIGUSR2');
};

export const loopHolds = async (): Promise<LoopHolds> => {
  const folder = await mkdtemp(join(tmpdir(), 'xudai-loop-'));
  const file = join(folder, 'holds');
  const holds = async (): Promise<readonly { readonly at: number; readonly ms: number }[]> => {
    const text = await readFile(file, 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { at: number; ms: number });
  };
  return {
    env: { TEST_LOOP_HOLDS_FILE: file },
    options: ['--import', './test/support/tell-loop-holds.mjs'],
    longestSince: async (base, instantMs) => {
      // Another look, so that the last hold is told: an answer from the loop, and what comes after it.
      await fetch(`${base}/healthz`);
      await new Promise((later) => setTimeout(later, 50));
      await fetch(`${base}/healthz`);
      return Math.max(0, ...(await holds()).filter(({ at }) => at >= instantMs).map(({ ms }) => ms));
    },
    remove: () => rm(folder, { recursive: true }),
  };
};
