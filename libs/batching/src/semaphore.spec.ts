import { describe, expect, it } from '@jest/globals';
import { pause } from '#wake-up';
import { Semaphore, FairSlots, type SlotOwner, FairQueue } from './semaphore.js';

describe('a semaphore', () => {
  it('bounds the work at once, in order of arrival, even where some fails', async () => {
    const semaphore = new Semaphore(3);
    let [atOnce, most] = [0, 0];
    const begun: number[] = [];
    const work = (no: number) => async (): Promise<number> => {
      begun.push(no);
      most = Math.max(most, (atOnce += 1));
      await pause(Math.random() * 5);
      atOnce -= 1;
      if (no % 4 === 0) throw new Error('failed');
      return no;
    };
    const ended = await Promise.allSettled(Array.from({ length: 40 }, (_, no) => semaphore.run(work(no))));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
    expect(begun).toEqual(Array.from({ length: 40 }, (_, no) => no));
    expect(most).toBe(3);
    expect(await semaphore.run(async () => 'next')).toBe('next');
  });
  it('runs the work for each item in order, and begins none after a failure', async () => {
    const begun: number[] = [];
    const work = async (no: number): Promise<number> => {
      begun.push(no);
      await pause(5);
      if (no === 3) throw new Error('away');
      return no * 2;
    };
    expect(await new Semaphore(2).runEach([4, 2, 0], work)).toEqual([8, 4, 0]);
    begun.length = 0;
    await expect(new Semaphore(2).runEach([1, 2, 3, 4, 5, 6, 7], work)).rejects.toThrow('away');
    await pause(50);
    expect(begun).toEqual([1, 2, 3, 4]);
  });
});

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

const linesOf = (names: string): FairQueue<string> => {
  const lines = new FairQueue<string>();
  for (const [index, owner] of [...names].entries()) lines.join(owner, `${owner}${index}`);
  return lines;
};

describe('lines of several owners', () => {
  it('are served round-robin, each in order of arrival', () => {
    const lines = linesOf('aaabca');
    const served: (string | undefined)[] = [];
    while (!lines.isEmpty) served.push(lines.next());
    expect(served).toEqual(['a0', 'b3', 'c4', 'a1', 'a2', 'a5']);
    expect(lines.next()).toBeUndefined();
  });

  it('keep their place while their first item may not go on', () => {
    const lines = linesOf('aab');
    const notA = (waiting: string): boolean => !waiting.startsWith('a');
    expect([lines.next(notA), lines.next(notA)]).toEqual(['b2', undefined]);
    lines.join('b', 'b3');
    expect([lines.next(), lines.next(), lines.next()]).toEqual(['a0', 'b3', 'a1']);
    expect(lines.isEmpty).toBe(true);
  });
});
