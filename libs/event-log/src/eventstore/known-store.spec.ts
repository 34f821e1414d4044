import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AnotherStore, LogUnavailable } from '../event-log-errors.js';
import { KnownStore } from './known-store.query.js';

const closing: KnownStore[] = [];
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  for (const known of closing.splice(0)) known.close();
  jest.useRealTimers();
});
const passed = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

/** What becomes of it within the time. */
const within = async (ms: number, outcome: Promise<void>): Promise<unknown> => {
  let became: unknown = 'undecided';
  outcome.then(
    () => (became = 'sure'),
    (error: unknown) => (became = error),
  );
  await passed(ms);
  return became;
};

/** A store that is as `held` says when it is looked at. */
const looked = (held: () => Promise<boolean>) => {
  const known = new KnownStore(() => undefined);
  closing.push(known);
  let looks = 0;
  known.lookBy(() => {
    looks += 1;
    return held();
  });
  return { known, looks: () => looks };
};

describe('a store that is looked at', () => {
  it('is known once it was seen, and then looked at each second', async () => {
    const { known, looks } = looked(async () => true);
    expect(known.isKnown).toBe(false);
    expect(await within(0, known.sure(1_000))).toBe('sure');
    expect(known.isKnown).toBe(true);
    await passed(2_300);
    expect(looks()).toBeGreaterThanOrEqual(3);
    expect(looks()).toBeLessThanOrEqual(4);
  });

  it('is waited for, not refused, while it does not know the last fact for a moment', async () => {
    const fromMs = performance.now();
    const { known } = looked(async () => performance.now() - fromMs > 2_000);
    const waiting = known.sure(10_000);
    expect(await within(2_000, waiting)).toBe('undecided');
    expect(await within(500, waiting)).toBe('sure');
  });

  it('is refused when it stays another one, and known again by itself', async () => {
    let isRight = true;
    const { known } = looked(async () => isRight);
    expect(await within(0, known.sure(1_000))).toBe('sure');
    isRight = false;
    known.doubt();
    expect(await within(6_000, known.sure(10_000))).toBeInstanceOf(AnotherStore);
    expect(known.isOtherStore).toBe(true);
    known.doubt();
    await expect(known.sure(0)).rejects.toThrow(AnotherStore);
    isRight = true;
    await passed(1_000);
    expect(known.isOtherStore).toBe(false);
    await known.sure(0);
  });

  it('is not known by a look that began before the last setback', async () => {
    const looks: ((isHeld: boolean) => void)[] = [];
    const { known } = looked(() => new Promise((said) => looks.push(said)));
    known.doubt();
    looks[0]?.(true);
    await passed(100);
    expect(known.isKnown).toBe(false);
    looks[1]?.(true);
    expect(await within(0, known.sure(1_000))).toBe('sure');
  });

  it('is waited for no longer than said when it cannot be seen', async () => {
    const { known } = looked(async () => {
      throw new LogUnavailable();
    });
    const waiting = known.sure(600);
    expect(await within(599, waiting)).toBe('undecided');
    expect(await within(1, waiting)).toBeInstanceOf(LogUnavailable);
    expect(known.isOtherStore).toBe(false);
  });
});
