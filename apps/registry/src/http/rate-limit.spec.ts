import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rateHeaders, RateLimit, retryAfter, ConcurrencyLimit } from './rate-limit.js';

describe('a limit of requests a second', () => {
  it('admits a burst of as many as in a second, and then one at a time', () => {
    const limit = new RateLimit(4);
    const at = (ms: number) => limit.take('a', ms).isWithin;
    expect([at(0), at(0), at(0), at(0), at(0)]).toEqual([true, true, true, true, false]);
    expect([at(249), at(250), at(250), at(500)]).toEqual([false, true, false, true]);
    expect([at(5_000), at(5_000), at(5_000), at(5_000), at(5_000)]).toEqual([true, true, true, true, false]);
  });

  it('counts requests that are read out of order by their arrival', () => {
    const limit = new RateLimit(3);
    const at = (ms: number) => limit.take('a', ms).isWithin;
    expect([at(1_020), at(1_000), at(1_010), at(1_005)]).toEqual([true, true, true, false]);
    expect([at(1_352), at(1_354)]).toEqual([false, true]);
  });

  it('is counted for each key by itself', () => {
    const limit = new RateLimit(1);
    expect([limit.take('a', 0), limit.take('b', 0)].map(({ isWithin }) => isWithin)).toEqual([true, true]);
  });

  it('says what is left, when it is whole again, and when to retry', () => {
    const limit = new RateLimit(2);
    const first = limit.take('a', 0);
    expect(rateHeaders(limit, first)).toEqual({
      'ratelimit-policy': '"key";q=2;w=1',
      ratelimit: '"key";r=1;t=1',
    });
    limit.take('a', 0);
    const third = limit.take('a', 0);
    expect(third).toMatchObject({ isWithin: false, remaining: 0, againAfterMs: 500 });
    expect(retryAfter(third)).toBe('1');
  });

  it('admits at most a burst and its rate, and no less than its rate, whenever requests arrive', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }),
        (perSecond, pauses) => {
          const limit = new RateLimit(perSecond);
          let now = 1_000;
          let within = 0;
          for (const pause of pauses) {
            now += pause;
            const { isWithin, againAfterMs } = limit.take('a', now);
            if (isWithin) within += 1;
            else {
              expect(againAfterMs).toBeLessThanOrEqual(1_000 / perSecond + 0.01);
              now += againAfterMs;
              expect(limit.take('a', now).isWithin).toBe(true);
              within += 1;
            }
          }
          expect(within).toBeLessThanOrEqual(
            perSecond + Math.floor(((now - 1_000) * perSecond) / 1_000 + 0.01),
          );
        },
      ),
    );
  });
});

describe('answers under way at once', () => {
  it('are bounded for each key and in all', () => {
    const limit = new ConcurrencyLimit({ inAll: 3, ofOneKey: 2 });
    limit.take('a');
    limit.take('a');
    expect(limit.refusal('a')).toMatch(/^This key has 2 answers/);
    expect(limit.refusal('b')).toBeUndefined();
    limit.take('b');
    expect(limit.refusal('b')).toMatch(/^3 answers/);
    expect(limit.refusal('c')).toMatch(/^3 answers/);
  });

  it('are released once, however often release is called', () => {
    const limit = new ConcurrencyLimit({ inAll: 2, ofOneKey: 1 });
    const lease = limit.take('a');
    limit.take('b');
    lease.release();
    lease.release();
    expect(limit.refusal('a')).toBeUndefined();
    limit.take('a');
    expect(limit.refusal('c')).toBeDefined();
  });
});
