import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rateHeaders, RateLimit, retryAfter } from './rate-limit.js';

describe('a limit of requests a second', () => {
  it('lets as many come at once as it lets come in a second, and then one after another', () => {
    const limit = new RateLimit(4);
    const at = (ms: number) => limit.take('a', ms).isWithin;
    expect([at(0), at(0), at(0), at(0), at(0)]).toEqual([true, true, true, true, false]);
    expect([at(249), at(250), at(250), at(500)]).toEqual([false, true, false, true]);
    expect([at(5_000), at(5_000), at(5_000), at(5_000), at(5_000)]).toEqual([true, true, true, true, false]);
  });

  it('takes nothing from those that are read after one that came later', () => {
    const limit = new RateLimit(3);
    const at = (ms: number) => limit.take('a', ms).isWithin;
    expect([at(1_020), at(1_000), at(1_010), at(1_005)]).toEqual([true, true, true, false]);
    expect([at(1_352), at(1_354)]).toEqual([false, true]);
  });

  it('is that of each key alone', () => {
    const limit = new RateLimit(1);
    expect([limit.take('a', 0), limit.take('b', 0)].map(({ isWithin }) => isWithin)).toEqual([true, true]);
  });

  it('tells what is left, until when, and when to come again', () => {
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

  it('lets through no more than its rate and one second of it, whenever they come, and none less than its rate', () => {
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
