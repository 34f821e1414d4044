import { describe, expect, it } from '@jest/globals';
import { FairSlots } from './fair-slots.js';

describe('fair slots', () => {
  const deferred = () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((done) => (end = done));
    return { ended, end };
  };

  it('hold so much at once, whether it succeeds or not', async () => {
    const slots = new FairSlots(2);
    let [underWay, most] = [0, 0];
    const work = async (no: number): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((later) => setImmediate(later));
      underWay -= 1;
      if (no % 3 === 0) throw new Error('broke');
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, no) => slots.run('a', () => work(no))),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(7);
    expect(most).toBe(2);
    // All places are free again.
    most = 0;
    await Promise.all([1, 2, 4].map((no) => slots.run('b', () => work(no))));
    expect(most).toBe(2);
  });

  it('go round among those who wait, and keep the order of each', async () => {
    const slots = new FairSlots(1);
    const first = deferred();
    const order: string[] = [];
    const put = (owner: string, no: number) =>
      slots.run(owner, () => {
        order.push(`${owner}${no}`);
        return Promise.resolve();
      });
    const begun = slots.run('flood', () => first.ended);
    const all = [1, 2, 3, 4].map((no) => put('flood', no));
    all.push(put('quiet', 1), put('third', 1), put('quiet', 2));
    first.end();
    await Promise.all([begun, ...all]);
    expect(order).toEqual(['flood1', 'quiet1', 'third1', 'flood2', 'quiet2', 'flood3', 'flood4']);
  });
});
