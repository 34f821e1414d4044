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
        for await (const known of inOrder(sent, { window, begin })) outcomes.push(...known);
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
    expect((await outcomes.next()).value).toEqual([1, 2, 3]);
    expect(taken).toBe(3);
    expect((await outcomes.next()).value).toEqual([4, 5, 6]);
    await ticks(50);
    expect(taken).toBe(6);
    await outcomes.return();
    expect([taken, ended]).toEqual([6, true]);
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

  /** Comes when it is let come. */
  const coming = <Sent>() => {
    const queue: Sent[] = [];
    let wake: () => void = () => undefined;
    let ended = false;
    return {
      send: (sent: Sent) => {
        queue.push(sent);
        wake();
      },
      end: () => {
        ended = true;
        wake();
      },
      sent: (async function* () {
        for (;;) {
          while (queue.length > 0) yield queue.shift() as Sent;
          if (ended) return;
          await new Promise<void>((woken) => (wake = woken));
        }
      })(),
    };
  };

  it('are told as soon as they are known, while more is yet to come', async () => {
    const { send, end, sent } = coming<number>();
    const outcomes = inOrder(sent, { window: 10, begin: (no) => Promise.resolve(no * 2) });
    for (let no = 1; no < 20; no += 1) {
      send(no);
      expect((await outcomes.next()).value).toEqual([no * 2]);
    }
    const last = outcomes.next();
    end();
    expect((await last).done).toBe(true);
  });

  it('are those of each, however they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(6), fc.nat(6))),
        fc.integer({ min: 1, max: 5 }),
        async (all, window) => {
          const sent = async function* () {
            for (const [waits, took] of all) {
              await ticks(waits);
              yield took;
            }
          };
          const begin = async (took: number): Promise<number> => {
            await ticks(took);
            return took;
          };
          const told: number[] = [];
          for await (const known of inOrder(sent(), { window, begin })) told.push(...known);
          expect(told).toEqual(all.map(([, took]) => took));
        },
      ),
    );
  });

  it('wait for room by the size of what was sent as well; what is too much for it alone is begun alone', async () => {
    const begun: number[] = [];
    const { send, sent } = coming<number>();
    const finish: (() => void)[] = [];
    const outcomes = inOrder(sent, {
      window: 10,
      windowSize: 5,
      sizeOf: (size) => size,
      begin: (size) => {
        begun.push(size);
        return new Promise<number>((done) => finish.push(() => done(size)));
      },
    });
    for (const size of [2, 9, 1]) send(size);
    const first = outcomes.next();
    await ticks(50);
    expect(begun).toEqual([2, 9]);
    finish[0]?.();
    expect((await first).value).toEqual([2]);
    void outcomes.next().catch(() => undefined);
    await ticks(50);
    expect(begun).toEqual([2, 9]);
    finish[1]?.();
    await ticks(50);
    void outcomes.next().catch(() => undefined);
    await ticks(50);
    expect(begun).toEqual([2, 9, 1]);
  });

  it('go on to the one that failed, and what came is left alone when nobody asks any more', async () => {
    const { send, sent } = coming<number>();
    const outcomes = inOrder(sent, {
      window: 10,
      begin: (no) => (no === 2 ? Promise.reject(new Error('two')) : Promise.resolve(no)),
    });
    for (const no of [1, 2, 3]) send(no);
    expect((await outcomes.next()).value).toEqual([1]);
    await expect(outcomes.next()).rejects.toThrow('two');
    expect((await outcomes.next()).done).toBe(true);
    send(4);
    expect((await sent.next()).done).toBe(true);
  });
});
