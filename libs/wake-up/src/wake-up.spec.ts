import { expect, it, jest } from '@jest/globals';
import { BackOff, backOffMs, inTime, pause, retried } from './wake-up.js';

const within = (ms: number, most: number): void => {
  expect(ms).toBeGreaterThanOrEqual(most / 2);
  expect(ms).toBeLessThanOrEqual(most);
};

it('fractions of a millisecond are rounded up', async () => {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  await pause(1.2);
  await inTime(new Promise<never>(() => undefined), 2.7, 'late');
  expect(timers.mock.calls.map(([, ms]) => ms)).toEqual([2, 3]);
  timers.mockRestore();
});

it('a pause is at most twice as long after each failure, up to the limit, and at least half of that', () => {
  for (const [failures, most] of [25, 50, 100, 200, 400, 800, 1_000, 1_000].entries())
    for (let round = 0; round < 20; round += 1) within(backOffMs(failures), most);
  within(backOffMs(10_000), 1_000);
  within(backOffMs(3, { firstMs: 2, longestMs: 10 }), 10);
});

it('pauses of clients that failed together differ', () => {
  expect(new Set(Array.from({ length: 20 }, () => backOffMs(4))).size).toBeGreaterThan(10);
});

it('after a success the next pause is as short as the first', () => {
  const backOff = new BackOff({ firstMs: 100, longestMs: 800 });
  for (const most of [100, 200, 400, 800, 800]) within(backOff.nextMs(), most);
  backOff.reset();
  within(backOff.nextMs(), 100);
});

it('work is retried until it succeeds, and each failure is reported', async () => {
  const setbacks: unknown[] = [];
  let left = 3;
  const work = (): Promise<string> =>
    left-- > 0 ? Promise.reject(new Error(`${left}`)) : Promise.resolve('done');
  const { signal } = new AbortController();
  expect(await retried(work, { signal, onSetback: (error) => setbacks.push(error) })).toBe('done');
  expect(setbacks).toEqual([new Error('2'), new Error('1'), new Error('0')]);
});

it('an error that is not passing is thrown, and not reported', async () => {
  const setbacks: unknown[] = [];
  const errors = [new Error('away'), new Error('no')];
  const trying = retried(() => Promise.reject(errors.shift()), {
    signal: new AbortController().signal,
    onSetback: (error) => setbacks.push(error),
    isPassing: (error) => (error as Error).message === 'away',
  });
  await expect(trying).rejects.toThrow('no');
  expect(setbacks).toEqual([new Error('away')]);
});

it('a least pause after an error is kept', async () => {
  let left = 1;
  const work = (): Promise<string> =>
    left-- > 0 ? Promise.reject(new Error('full')) : Promise.resolve('done');
  const began = performance.now();
  const { signal } = new AbortController();
  await retried(work, { signal, onSetback: () => undefined, atLeastMs: () => 300 });
  expect(performance.now() - began).toBeGreaterThanOrEqual(295);
});

it('the signal ends the retries, however long the pause', async () => {
  const ending = new AbortController();
  let tries = 0;
  const began = performance.now();
  const trying = retried(() => Promise.reject(new Error(`${(tries += 1)}`)), {
    signal: ending.signal,
    onSetback: () => setTimeout(() => ending.abort(), 20),
    atLeastMs: () => 60_000,
  });
  expect(await trying).toBeUndefined();
  expect(tries).toBe(1);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(
    await retried(() => Promise.resolve('done'), { signal: ending.signal, onSetback: () => undefined }),
  ).toBeUndefined();
});

it('an error after the signal is not reported', async () => {
  const ending = new AbortController();
  const setbacks: unknown[] = [];
  const work = (): Promise<string> => {
    ending.abort();
    return Promise.reject(new Error('broken off'));
  };
  const trying = retried(work, { signal: ending.signal, onSetback: (error) => setbacks.push(error) });
  expect(await trying).toBeUndefined();
  expect(setbacks).toEqual([]);
});
