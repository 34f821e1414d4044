import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from './in-order.js';

const ticks = async (count: number): Promise<void> => {
  for (let tick = 0; tick < count; tick += 1) await undefined;
};

describe('outcomes in the order of what came', () => {
  it('are those of each, whatever takes how long, with no more under way than there is room for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 8 }), async (sent, window) => {
        let [underWay, most] = [0, 0];
        const begin = async (tookTicks: number): Promise<number> => {
          underWay += 1;
          most = Math.max(most, underWay);
          await ticks(tookTicks);
          underWay -= 1;
          return tookTicks;
        };
        const outcomes: number[] = [];
        for await (const outcome of inOrder(sent, { window, begin })) outcomes.push(outcome);
        expect(outcomes).toEqual(sent);
        expect(most).toBeLessThanOrEqual(window);
      }),
    );
  });

  it('are waited for before more is taken than fits, and what nobody waits for is not taken', async () => {
    let taken = 0;
    let ended = false;
    const endless = function* () {
      try {
        for (;;) yield (taken += 1);
      } finally {
        ended = true;
      }
    };
    const outcomes = inOrder(endless(), { window: 3, begin: (no) => Promise.resolve(no) });
    expect(taken).toBe(0);
    expect((await outcomes.next()).value).toBe(1);
    expect(taken).toBe(3);
    expect((await outcomes.next()).value).toBe(2);
    await ticks(50);
    expect(taken).toBe(4);
    await outcomes.return();
    expect([taken, ended]).toEqual([4, true]);
  });

  it('have a pause before each is begun', async () => {
    const seen: string[] = [];
    const outcomes = inOrder(['a', 'b'], {
      window: 10,
      begin: async (sent) => seen.push(sent),
      pause: async () => void seen.push('pause'),
    });
    while (!(await outcomes.next()).done);
    expect(seen).toEqual(['pause', 'a', 'pause', 'b']);
  });
});
