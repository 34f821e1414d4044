import { describe, expect, it } from '@jest/globals';
import type { PositionedFact } from '#event-log';
import { pause } from '#wake-up';
import { batchesOf } from './batches.follower.js';
import { stampedFact } from './testing/sequenced-store.js';

const item = (position: number): PositionedFact => ({
  position: String(position),
  fact: { ...stampedFact('2024-05-06T01:00:00.000Z'), stream: 'loan-BANK0001-1', revision: position },
});

async function* items(count: number, everyMs: number): AsyncGenerator<PositionedFact> {
  for (let no = 0; no < count; no += 1) {
    if (everyMs > 0) await pause(everyMs);
    yield item(no);
  }
}

const collected = async (all: AsyncIterable<PositionedFact>) => {
  const batches: { readonly size: number; readonly atMs: number }[] = [];
  for await (const batch of batchesOf(all, { facts: 100, bytes: 1_000_000 }, 10_000))
    batches.push({ size: batch.length, atMs: performance.now() });
  return batches;
};

describe('batches of what comes', () => {
  it('are of the largest size where many facts wait', async () => {
    const batches = await collected(items(1_000, 0));
    expect(batches.map(({ size }) => size)).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it('begin at once, and then follow at least 50 ms apart', async () => {
    const batches = await collected(items(60, 5));
    expect(batches[0]?.size).toBe(1);
    expect(batches.reduce((sum, { size }) => sum + size, 0)).toBe(60);
    // The last one does not wait: nothing more will come.
    const apart = batches.slice(1, -1).map(({ atMs }, no) => atMs - (batches[no]?.atMs ?? 0));
    for (const ms of apart) expect(ms).toBeGreaterThanOrEqual(49);
  });

  it('begin at once again after a quiet time', async () => {
    async function* withPauses() {
      for (const no of [1, 2, 3]) {
        yield item(no);
        await pause(120);
      }
    }
    expect((await collected(withPauses())).map(({ size }) => size)).toEqual([1, 1, 1]);
  });
});
