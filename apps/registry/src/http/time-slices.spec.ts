import { describe, expect, it } from '@jest/globals';
import { TimeSlices } from './time-slices.js';

describe('time slices', () => {
  const counting = () => {
    let nowMs = 1_000;
    let turns = 0;
    let ends = false;
    const turn = (): void => {
      turns += 1;
      if (!ends) setImmediate(turn);
    };
    setImmediate(turn);
    return {
      slices: new TimeSlices(() => nowMs),
      turns: () => turns,
      pass: (ms: number) => (nowMs += ms),
      end: () => (ends = true),
    };
  };

  it('let work continue while its slice lasts, and others after it', async () => {
    const { slices, turns, pass, end } = counting();
    const seen: number[] = [];
    await slices.run(
      (function* () {
        for (let step = 0; step < 6; step += 1) {
          seen.push(turns());
          pass(5);
          yield undefined;
        }
      })(),
    );
    end();
    // The first step comes after whatever was before; then two steps fill a slice.
    expect(new Set(seen).size).toBeGreaterThanOrEqual(3);
  });

  it('are shared by many short steps', async () => {
    const { slices, turns, pass, end } = counting();
    const at: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        await slices.pause();
        at.push(turns());
        pass(1);
      }),
    );
    end();
    expect(new Set(at).size).toBe(15);
  });

  it('yield to connections while they arrive, for a bounded time', async () => {
    const { slices, turns, pass, end } = counting();
    let coming = true;
    const come = (): void => {
      slices.connected();
      pass(1);
      if (coming) setImmediate(come);
    };
    await slices.pause();
    come();
    const before = turns();
    pass(5);
    await slices.pause();
    const left = turns() - before;
    coming = false;
    end();
    expect(left).toBeGreaterThan(15);
    expect(left).toBeLessThan(25);
  });

  it('are one for each turn of the event loop, in the order of the requests for them', async () => {
    const { slices, turns, pass, end } = counting();
    const order: [name: string, turn: number][] = [];
    const work = async (name: string): Promise<void> => {
      for (let step = 0; step < 3; step += 1) {
        await slices.pause();
        order.push([name, turns()]);
        pass(10);
      }
    };
    await Promise.all([work('a'), work('b'), work('c')]);
    end();
    expect(order.map(([name]) => name).join('')).toBe('abcabcabc');
    const at = order.map(([, turn]) => turn);
    expect(new Set(at).size).toBe(9);
  });

  it('are given round-robin to the owners of work', async () => {
    const { slices, pass, end } = counting();
    const order: string[] = [];
    const work = async (owner: string): Promise<void> => {
      await slices.pause(owner);
      order.push(owner);
      pass(10);
    };
    await Promise.all([...'aaaaaaaa', 'b', 'c', 'b'].map(work));
    end();
    expect(order.join('')).toBe('abcabaaaaaa');
  });

  it('cost nothing while there is time', async () => {
    const { slices, end } = counting();
    await slices.pause();
    for (let step = 0; step < 100; step += 1) expect(slices.pause()).toBeUndefined();
    end();
  });
});
