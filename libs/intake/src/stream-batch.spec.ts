import { describe, expect, it } from '@jest/globals';
import { LogUnavailable } from '#event-log';
import { StreamBatch } from './stream-batch.js';

/* Which of the reports that wait for one stream are decided on together, and what each is told. */

const reports = (count: number): readonly number[] => Array.from({ length: count }, (_, no) => no);

/** A batch whose appends record as many as are named, one after another, and what it asked for: alone as a number. */
const batchOf = (count: number, recorded: readonly number[], decide = async (no: number) => no * 10) => {
  const asked: (number | readonly number[])[] = [];
  const batch = new StreamBatch<number, number>({
    decide: (no) => {
      asked.push(no);
      return decide(no);
    },
    together: async (some) => {
      const most = recorded[asked.filter((each) => typeof each !== 'number').length] ?? 0;
      asked.push(some);
      return some.slice(0, most).map((no) => ({ status: 'fulfilled', value: no * 10 }));
    },
  });
  return { batch, asked, outcomes: reports(count).map((no) => batch.add(no)) };
};

const sizes = (asked: readonly (number | readonly number[])[]): readonly (number | string)[] =>
  asked.map((each) => (typeof each === 'number' ? 'alone' : each.length));

describe('reports that wait for one stream', () => {
  it('are 64 at most, and none is added once the first is decided on', async () => {
    const { batch } = batchOf(63, [64]);
    expect(batch.isOpen).toBe(true);
    const last = batch.add(63);
    expect(batch.isOpen).toBe(false);
    await batch.decide();
    expect(await last).toBe(630);
    expect(batch.isOpen).toBe(false);
  });

  it('are decided on together, and one by itself alone', async () => {
    const { batch, asked, outcomes } = batchOf(3, [3]);
    await batch.decide();
    expect(asked).toEqual([[0, 1, 2]]);
    expect(await Promise.all(outcomes)).toEqual([0, 10, 20]);
    const single = batchOf(1, []);
    await single.batch.decide();
    expect([single.asked, await single.outcomes[0]]).toEqual([[0], 0]);
  });

  it('go on after what stood in the way, which is decided on alone, as many as went together before', async () => {
    const { batch, asked, outcomes } = batchOf(20, [3, 3, 6, 2, 2, 1]);
    await batch.decide();
    // Three were recorded of all; then three at a time, and twice as many each time that all of them are.
    expect(sizes(asked)).toEqual([20, 'alone', 3, 6, 7, 'alone', 2, 2, 'alone']);
    expect(await Promise.all(outcomes)).toEqual(reports(20).map((no) => no * 10));
  });

  it('are tried two at a time at least, however few are recorded together', async () => {
    const { batch, asked } = batchOf(6, [0, 0, 2, 2]);
    await batch.decide();
    expect(sizes(asked)).toEqual([6, 'alone', 2, 'alone', 2, 2]);
  });

  it('are each told what became of it alone or together', async () => {
    const broken = (no: number) => (no === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(no));
    const { batch, asked, outcomes } = batchOf(4, [1], broken);
    await batch.decide();
    expect(sizes(asked)).toEqual([4, 'alone', 2, 'alone', 'alone']);
    expect((await Promise.allSettled(outcomes)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('all fail with an outage that one of them meets', async () => {
    const away = new LogUnavailable();
    const { batch, asked, outcomes } = batchOf(5, [1], () => Promise.reject(away));
    await batch.decide();
    expect(sizes(asked)).toEqual([5, 'alone']);
    const fails = { status: 'rejected', reason: away };
    expect(await Promise.allSettled(outcomes)).toEqual([
      { status: 'fulfilled', value: 0 },
      fails,
      fails,
      fails,
      fails,
    ]);
  });
});
