import { expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';

const { inWakingTime } = createRequire(import.meta.url)('./in-waking-time.cjs') as {
  readonly inWakingTime: <Value>(
    work: () => Promise<Value>,
    limit: { readonly ticks: number; readonly tickMs?: number },
  ) => Promise<Value>;
};

const limit = { ticks: 5, tickMs: 20 };

it('what never ends is ended', async () => {
  await expect(inWakingTime(() => new Promise(() => undefined), limit)).rejects.toThrow('within 5 ticks');
});

it('what a process slept through does not count', async () => {
  const asleep = async (): Promise<string> => {
    const until = performance.now() + 300;
    while (performance.now() < until);
    await pause(10);
    return 'done';
  };
  expect(await inWakingTime(asleep, limit)).toBe('done');
});

it('tells what went wrong', async () => {
  await expect(inWakingTime(() => Promise.reject(new Error('broken')), limit)).rejects.toThrow('broken');
  const thrown = (): Promise<never> => {
    throw new Error('thrown');
  };
  await expect(inWakingTime(thrown, limit)).rejects.toThrow('thrown');
});
