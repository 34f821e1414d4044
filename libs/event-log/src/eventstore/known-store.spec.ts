import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '#wake-up';
import { AnotherStore, LogUnavailable } from '../event-log-errors.js';
import { KnownStore } from './known-store.query.js';

const closing: KnownStore[] = [];
afterEach(() => {
  for (const known of closing.splice(0)) known.close();
});

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
    await known.sure(1_000);
    expect(known.isKnown).toBe(true);
    await pause(2_300);
    expect(looks()).toBeGreaterThanOrEqual(3);
    expect(looks()).toBeLessThanOrEqual(4);
  });

  it('is waited for, not refused, while it does not know the last fact for a moment', async () => {
    const fromMs = performance.now();
    const { known } = looked(async () => performance.now() - fromMs > 2_000);
    await known.sure(10_000);
    expect(performance.now() - fromMs).toBeGreaterThan(1_900);
  });

  it('is refused when it stays strange, and known again by itself', async () => {
    let isRight = true;
    const { known } = looked(async () => isRight);
    await known.sure(1_000);
    isRight = false;
    known.doubt();
    await expect(known.sure(10_000)).rejects.toThrow(AnotherStore);
    expect(known.isOtherStore).toBe(true);
    known.doubt();
    await expect(known.sure(0)).rejects.toThrow(AnotherStore);
    isRight = true;
    while (known.isOtherStore) await pause(50);
    await known.sure(1_000);
  }, 20_000);

  it('is not known by a look that began before the last setback', async () => {
    const looks: ((isHeld: boolean) => void)[] = [];
    const { known } = looked(() => new Promise((said) => looks.push(said)));
    known.doubt();
    looks[0]?.(true);
    await pause(100);
    expect(known.isKnown).toBe(false);
    looks[1]?.(true);
    await known.sure(1_000);
  });

  it('is waited for no longer than said when it cannot be seen', async () => {
    const { known } = looked(async () => {
      throw new LogUnavailable();
    });
    await expect(known.sure(600)).rejects.toThrow(LogUnavailable);
    expect(known.isOtherStore).toBe(false);
  });
});
