import { describe, expect, it } from '@jest/globals';
import { FairSlots, type SlotOwner } from './fair-slots.js';

const single = (sender: string): SlotOwner => ({ sender, kind: 'singles' });
const batch = (sender: string): SlotOwner => ({ sender, kind: 'batches' });

describe('fair slots', () => {
  const deferred = () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((done) => (end = done));
    return { ended, end };
  };

  it('bound the work at once, whether it succeeds or fails', async () => {
    const slots = new FairSlots({ all: 2, batchesWithSingles: { ofOne: 1, all: 1 } });
    let [underWay, most] = [0, 0];
    const work = async (no: number): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((later) => setImmediate(later));
      underWay -= 1;
      if (no % 3 === 0) throw new Error('broke');
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, no) => slots.run(single('a'), () => work(no))),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(7);
    expect(most).toBe(2);
    // All places are free again.
    most = 0;
    await Promise.all([1, 2, 4].map((no) => slots.run(single('b'), () => work(no))));
    expect(most).toBe(2);
  });

  it('are granted round-robin, in the order of each owner', async () => {
    const slots = new FairSlots({ all: 1, batchesWithSingles: { ofOne: 1, all: 1 } });
    const first = deferred();
    const order: string[] = [];
    const put = (owner: string, no: number) =>
      slots.run(single(owner), () => {
        order.push(`${owner}${no}`);
        return Promise.resolve();
      });
    const begun = slots.run(single('flood'), () => first.ended);
    const all = [1, 2, 3, 4].map((no) => put('flood', no));
    all.push(put('quiet', 1), put('third', 1), put('quiet', 2));
    first.end();
    await Promise.all([begun, ...all]);
    expect(order).toEqual(['flood1', 'quiet1', 'third1', 'flood2', 'quiet2', 'flood3', 'flood4']);
  });

  it("are never all one's, when that is asked for", async () => {
    const slots = new FairSlots({ all: 3, ofOne: 2, batchesWithSingles: { ofOne: 3, all: 3 } });
    const ends: (() => void)[] = [];
    const order: string[] = [];
    const begin = (sender: string) =>
      slots.run(single(sender), async () => {
        order.push(sender);
        const { ended, end } = deferred();
        ends.push(end);
        await ended;
      });
    const settled = () => new Promise((later) => setImmediate(later));
    const all = [begin('a'), begin('a'), begin('a'), begin('b'), begin('b')];
    await settled();
    expect(order).toEqual(['a', 'a', 'b']);
    for (const end of ends.splice(0)) end();
    await settled();
    expect(order).toEqual(['a', 'a', 'b', 'a', 'b']);
    for (const end of ends.splice(0)) end();
    await Promise.all(all);
  });

  it('are left to single reports by batches only while single reports arrive', async () => {
    let now = 0;
    const slots = new FairSlots({ all: 4, batchesWithSingles: { ofOne: 1, all: 1 } }, () => now);
    const underWay = { singles: 0, batches: 0 };
    const ends: (() => void)[] = [];
    const begin = (owner: SlotOwner) =>
      slots.run(owner, async () => {
        underWay[owner.kind] += 1;
        const { ended, end } = deferred();
        ends.push(end);
        await ended;
        underWay[owner.kind] -= 1;
      });
    const settled = () => new Promise((later) => setImmediate(later));
    const all = Array.from({ length: 9 }, () => begin(batch('a')));
    await settled();
    expect(underWay).toEqual({ singles: 0, batches: 4 });

    all.push(begin(single('b')));
    for (const end of ends.splice(0, 4)) end();
    await settled();
    expect(underWay).toEqual({ singles: 1, batches: 1 });

    // The single report has ended, and another may come.
    for (const end of ends.splice(0)) end();
    await settled();
    expect(underWay).toEqual({ singles: 0, batches: 1 });

    now = 250;
    for (const end of ends.splice(0)) end();
    await settled();
    expect(underWay).toEqual({ singles: 0, batches: 3 });
    for (const end of ends.splice(0)) end();
    await Promise.all(all);
  });

  it('are each sender’s own beside single reports: another’s batches take none of them', async () => {
    const slots = new FairSlots({ all: 20, batchesWithSingles: { ofOne: 3, all: 8 } }, () => 0);
    const underWay = new Map<string, number>();
    const { ended, end } = deferred();
    const begin = (owner: SlotOwner) =>
      slots.run(owner, async () => {
        const name = `${owner.kind} ${owner.sender}`;
        underWay.set(name, (underWay.get(name) ?? 0) + 1);
        await ended;
      });
    const all = [single('z'), ...'aaaaaaaabbbbbccccc'.split('').map(batch)].map(begin);
    await new Promise((later) => setImmediate(later));
    expect(Object.fromEntries(underWay)).toEqual({
      'singles z': 1,
      'batches a': 3,
      'batches b': 3,
      'batches c': 2,
    });
    end();
    await Promise.all(all);
  });
});
