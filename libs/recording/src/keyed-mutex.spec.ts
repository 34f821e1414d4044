import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate as breath, setTimeout as pause } from 'node:timers/promises';
import { NotAnswered } from '#batching';
import { LogUnavailable } from '#event-log';
import { KeyedMutex } from './keyed-mutex.js';

/** By whichever clock is set. */
const taking = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

describe('a mutex for each key', () => {
  it('give each key to one at a time, in the order asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }), {
          maxLength: 25,
        }),
        async (asked) => {
          const mutex = new KeyedMutex();
          const holders = new Map<string, number[]>();
          const inside = new Set<string>();
          await Promise.all(
            asked.map((keys, no) =>
              mutex.runExclusive(keys, async () => {
                for (const key of keys) {
                  expect(inside.has(key)).toBe(false);
                  inside.add(key);
                  holders.set(key, [...(holders.get(key) ?? []), no]);
                }
                await breath();
                for (const key of keys) inside.delete(key);
              }),
            ),
          );
          for (const [key, numbers] of holders)
            expect(numbers).toEqual(
              asked.flatMap((keys, no) => ((keys as readonly string[]).includes(key) ? [no] : [])),
            );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('let a turn take further keys while nobody else is after them', async () => {
    const mutex = new KeyedMutex();
    const done: string[] = [];
    const note = (what: string) => async () => {
      await breath();
      done.push(what);
    };
    const first = mutex.enter(['a'], note('first'));
    expect(first.widen(['a', 'b'])).toBe(true);
    const second = mutex.enter(['b'], note('second'));
    // Whoever waits for a key would be passed by.
    expect(first.widen(['c', 'b'])).toBe(false);
    const third = mutex.enter(['c'], note('third'));
    expect(second.widen(['c'])).toBe(false);
    await Promise.all([first.outcome, second.outcome, third.outcome]);
    expect(done).toEqual(['first', 'third', 'second']);
    await breath();
    expect(first.widen(['d'])).toBe(false);
  });

  it('tell whose turn for a key comes last, until it is over', async () => {
    const mutex = new KeyedMutex();
    const [first, second] = [mutex.enter(['a', 'b'], breath), mutex.enter(['b'], breath)];
    first.widen(['c']);
    expect(['a', 'b', 'c', 'd'].map((key) => mutex.last(key))).toEqual([first, second, first, undefined]);
    await Promise.all([first.outcome, second.outcome]);
    await breath();
    expect(['a', 'b', 'c'].map((key) => mutex.last(key))).toEqual([undefined, undefined, undefined]);
  });

  it('let strangers go side by side', async () => {
    const mutex = new KeyedMutex();
    const done: string[] = [];
    let release = (): void => undefined;
    const held = mutex.runExclusive(
      ['a'],
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    await mutex.runExclusive(['b'], async () => {
      done.push('b');
    });
    expect(done).toEqual(['b']);
    release();
    await held;
  });

  it('go on after one that failed, which is told', async () => {
    const mutex = new KeyedMutex();
    const failed = mutex.runExclusive(['a'], () => Promise.reject(new Error('broken')));
    const next = mutex.runExclusive(['a'], async () => 'next');
    await expect(failed).rejects.toThrow('broken');
    await expect(next).resolves.toBe('next');
  });

  it('keep nothing of keys that nobody waits for', async () => {
    const mutex = new KeyedMutex();
    await Promise.all(Array.from({ length: 100 }, (_, no) => mutex.runExclusive([`k${no % 7}`], breath)));
    await breath();
    expect((mutex as unknown as { tails: Map<string, unknown> }).tails.size).toBe(0);
  });
  it('are waited for also by who asks when the first has ended and the second has not', async () => {
    const mutex = new KeyedMutex();
    let ended = false;
    const first = mutex.runExclusive(['a'], () => breath());
    const second = mutex.runExclusive(['a'], async () => {
      await pause(20);
      ended = true;
    });
    await first;
    await breath();
    await mutex.runExclusive(['a'], async () => expect(ended).toBe(true));
    await second;
  });

  it('that come too late are not begun, so that an outage is not met by one after another', async () => {
    const mutex = new KeyedMutex(100);
    let begun = 0;
    const work = async (): Promise<void> => {
      begun += 1;
      await pause(60);
    };
    const ended = await Promise.allSettled(Array.from({ length: 50 }, () => mutex.runExclusive(['a'], work)));
    expect(begun).toBeGreaterThanOrEqual(1);
    expect(begun).toBeLessThan(10);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(begun);
    expect(ended.at(-1)).toMatchObject({ reason: expect.any(LogUnavailable) });
    expect(ended.at(-1)).toMatchObject({ reason: { cause: new NotAnswered('late') } });
    expect(begun).toBeLessThan(4);
    await mutex.runExclusive(['a'], work);
  });

  it('are waited for in a line that moves, however long it is', async () => {
    jest.useFakeTimers();
    try {
      const mutex = new KeyedMutex(500);
      const ended = Promise.allSettled(
        Array.from({ length: 40 }, () => mutex.runExclusive(['a'], () => taking(30))),
      );
      await jest.advanceTimersByTimeAsync(40 * 30);
      expect(new Set((await ended).map(({ status }) => status))).toEqual(new Set(['fulfilled']));
    } finally {
      jest.useRealTimers();
    }
  });

  it('after one that failed are waited for as long as after those that went well before it', async () => {
    jest.useFakeTimers();
    try {
      const mutex = new KeyedMutex(100);
      const turns = [
        () => taking(45),
        () => taking(45),
        async () => {
          await taking(40);
          throw new Error('away');
        },
        () => taking(0),
      ];
      const ended = Promise.allSettled(turns.map((turn) => mutex.runExclusive(['a'], turn)));
      await jest.advanceTimersByTimeAsync(200);
      const statuses = (await ended).map(({ status }) => status);
      expect(statuses).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('of which none succeeds are not waited for long', async () => {
    const mutex = new KeyedMutex(100);
    let begun = 0;
    const work = async (): Promise<void> => {
      begun += 1;
      await pause(30);
      throw new Error('away');
    };
    const ended = await Promise.allSettled(Array.from({ length: 50 }, () => mutex.runExclusive(['a'], work)));
    expect(begun).toBeLessThan(6);
    expect(ended.at(-1)).toMatchObject({ reason: expect.any(LogUnavailable) });
  });
});
