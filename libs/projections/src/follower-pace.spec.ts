import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import {
  batchesAfter,
  BatchLength,
  mostTogether,
  FollowerSemaphore,
  atLeastMs,
  restAfterMs,
} from './follower-pace.js';

const facts = (after: number, count: number): readonly SequencedFact[] =>
  Array.from({ length: count }, (_, place) => ({ seq: after + 1 + place }) as SequencedFact);

/** A log of so many facts. */
const logOf = (end: number) => ({
  readAfter: (seq: number, limit: number) =>
    Promise.resolve(facts(seq, Math.max(0, Math.min(limit, end - seq)))),
});

/** How many facts transactions have, each of which takes so long. */
const lengths = (ms: readonly number[], most = mostTogether): readonly number[] => {
  const length = new BatchLength(most);
  return ms.map((each) => {
    const next = length.after(0);
    length.took(next, each);
    return next;
  });
};

describe('facts that are applied together', () => {
  it('become more while they take a moment, up to the most', () => {
    expect(lengths([100, 150, 200, 250, 250])).toEqual([1_024, 2_048, 4_096, 4_096, 4_096]);
    expect(lengths([100, 100], 4)).toEqual([4, 4]);
  });

  it('become at once as few as take some tenths of a second', () => {
    expect(lengths([100, 150, 700, 300, 200, 4_700, 1])).toEqual([
      1_024, 2_048, 4_096, 2_048, 2_048, 4_096, 1_024,
    ]);
    expect(lengths([60_000, 1])).toEqual([1_024, 1_024]);
    expect(lengths([60_000, 1], 10)).toEqual([10, 10]);
  });

  it('stay as many as they are where few of them take long: that is something else', () => {
    const length = new BatchLength(mostTogether);
    length.took(1_024, 1);
    length.took(1_023, 5_000);
    expect(length.after(0)).toBe(2_048);
    length.took(1_024, 5_000);
    expect(length.after(0)).toBe(1_024);
  });

  it('end at multiples of their number, wherever they begin, and hold every fact once', async () => {
    const length = new BatchLength(mostTogether);
    const ends: number[] = [];
    for await (const batch of batchesAfter(1_000, logOf(12_000), length)) {
      ends.push(batch.at(-1)?.seq ?? 0);
      length.took(batch.length, 1);
    }
    // The next one is read while one is applied, and does not know yet how long that takes.
    expect(ends).toEqual([1_024, 2_048, 3_072, 4_096, 6_144, 8_192, 12_000]);
  });

  it('are never those after a gap', async () => {
    const gap = { readAfter: (seq: number) => Promise.resolve(facts(seq + 1, 1)) };
    await expect(batchesAfter(3, gap, new BatchLength(10)).next()).rejects.toThrow('After fact 3 came 5.');
  });
});

describe('the semaphore of followers', () => {
  it('are so many at once, and next is who is furthest behind, also after one that failed', async () => {
    const semaphore = new FollowerSemaphore(2);
    const begun: number[] = [];
    const ends = new Map<number, (failed: boolean) => void>();
    const taken = [50, 40, 30, 10, 20].map((seq) =>
      semaphore.use(seq, () => {
        begun.push(seq);
        return new Promise<void>((end, fail) => {
          ends.set(seq, (failed) => (failed ? fail(new Error('failed')) : end()));
        });
      }),
    );
    const settled = Promise.allSettled(taken);
    const nextAfter = async (seq: number, failed = false): Promise<readonly number[]> => {
      ends.get(seq)?.(failed);
      await new Promise((later) => setImmediate(later));
      return [...begun];
    };
    expect(begun).toEqual([50, 40]);
    expect(await nextAfter(40, true)).toEqual([50, 40, 10]);
    expect(await nextAfter(50)).toEqual([50, 40, 10, 20]);
    expect(await nextAfter(20)).toEqual([50, 40, 10, 20, 30]);
    await nextAfter(10);
    await nextAfter(30);
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(await semaphore.use(1, () => Promise.resolve('free again'))).toBe('free again');
  });
});

it('a follower leaves a database that is full alone for ten seconds at least, and no other', () => {
  expect([atLeastMs(true), atLeastMs(false)]).toEqual([10_000, 0]);
});

it('a follower rests until 100 ms after a short round began, and twice as long as a longer one took, up to 400 ms', () => {
  expect([0, 10, 33, 34, 100, 199, 201, 10_000].map(restAfterMs)).toEqual([
    100, 90, 67, 68, 200, 398, 400, 400,
  ]);
});
