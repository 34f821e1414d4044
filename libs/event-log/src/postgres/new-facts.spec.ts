import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { NewFacts, notificationPauseMs } from './new-facts.connection.js';

/** A database that answers when it is let. */
const database = (pauseMs: () => number = () => 0) => {
  const asked: unknown[] = [];
  const answers: (() => void)[] = [];
  const pool = {
    query: ({ values }: { readonly values: readonly unknown[] }) => {
      asked.push(values[0]);
      return new Promise<void>((answered) => answers.push(answered));
    },
  } as unknown as pg.Pool;
  return { asked, answers, news: new NewFacts(pool, () => undefined, pauseMs) };
};

const settled = () => new Promise((later) => setImmediate(later));

describe('new facts', () => {
  it('that arrive during a notification share the next one', async () => {
    const { asked, answers, news } = database();
    for (const seq of [1, 2, 3]) news.announce(seq);
    answers.shift()?.();
    await settled();
    expect(asked).toEqual([1, 3]);
    answers.shift()?.();
    await news.close();
    expect(asked).toEqual([1, 3]);
  });

  it('are all announced before the end', async () => {
    const { answers, news } = database();
    news.announce(1);
    let isClosed = false;
    const closed = news.close().then(() => (isClosed = true));
    await settled();
    expect(isClosed).toBe(false);
    answers.shift()?.();
    await closed;
  });

  it('are announced together after a pause, and before the end', async () => {
    const { asked, answers, news } = database(() => 60_000);
    news.announce(1);
    answers.shift()?.();
    await settled();
    for (const seq of [2, 3]) news.announce(seq);
    await settled();
    expect(asked).toEqual([1]);
    const closed = news.close();
    await settled();
    expect(asked).toEqual([1, 3]);
    answers.shift()?.();
    await closed;
  });

  it('are announced at once again after the last pause', async () => {
    let pauseMs = 20;
    const { asked, answers, news } = database(() => pauseMs);
    news.announce(1);
    answers.shift()?.();
    await settled();
    pauseMs = 0;
    news.announce(2);
    while (asked.length < 2) await settled();
    answers.shift()?.();
    await settled();
    news.announce(3);
    expect(asked).toEqual([1, 2, 3]);
    answers.shift()?.();
    await news.close();
  });

  it('are announced at most every 50 ms by default, the first at once', async () => {
    const { asked, answers, news } = database(() => notificationPauseMs);
    news.announce(1);
    expect(asked).toEqual([1]);
    answers.shift()?.();
    await settled();
    const begun = performance.now();
    for (const seq of [2, 3]) news.announce(seq);
    while (asked.length < 2) await settled();
    expect(performance.now() - begun).toBeGreaterThan(40);
    expect(asked).toEqual([1, 3]);
    answers.shift()?.();
    await news.close();
  });

  it('do not delay the end when the database does not answer', async () => {
    const { news } = database();
    news.announce(1);
    const begun = performance.now();
    await news.close();
    expect(performance.now() - begun).toBeGreaterThan(900);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
