import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Admission, type Work } from './admission.js';
import { workBounds } from './request-bounds.js';
import type { Lease } from './request-counts.js';

const single = (sender: string): Work => ({ kind: 'singles', sender, parts: 1, bytes: 500 });
const batch = (sender: string, parts = 1_000, bytes = 500_000): Work => ({
  kind: 'batches',
  sender,
  parts,
  bytes,
});

const admitted = (admission: Admission, work: Work, asked: number): readonly Lease[] =>
  Array.from({ length: asked }, () => admission.admit(work)).filter((lease) => lease !== undefined);

describe('work under way', () => {
  it('of one who is alone may be most of what is possible, never all', () => {
    const admission = new Admission(workBounds, () => 0);
    expect(admitted(admission, single('a'), 128)).toHaveLength(128);
    expect(admitted(admission, single('b'), 64)).toHaveLength(64);
    expect(admitted(admission, single('c'), 1_000)).toHaveLength(2);
    expect(admitted(admission, batch('a'), 2)).toHaveLength(2);
    expect(admitted(admission, batch('b'), 1)).toHaveLength(1);
  });

  it('leaves somebody with little under way a place, however many others flood', () => {
    const admission = new Admission(workBounds, () => 0);
    for (const sender of ['a', 'b', 'c']) admitted(admission, single(sender), 1_000);
    for (const sender of ['a', 'b', 'c']) admitted(admission, batch(sender), 1_000);
    expect(admitted(admission, single('quiet'), 1_000)).toHaveLength(8);
    expect(admitted(admission, batch('quiet'), 1_000)).toHaveLength(1);
  });

  it('is never more than twice the bounds, whoever asks', () => {
    const admission = new Admission(workBounds, () => 0);
    for (let no = 0; no < 2_000; no += 1) {
      admitted(admission, single(`bank ${no}`), 20);
      admitted(admission, batch(`bank ${no}`), 2);
    }
    expect(admission.underWay('singles').parts).toBeLessThanOrEqual(2 * workBounds.singles.parts);
    expect(admission.underWay('batches').parts).toBeLessThanOrEqual(2 * workBounds.batches.parts);
  });

  it('shrinks for everybody while one asks for too much, until it asks for less', () => {
    let now = 0;
    const admission = new Admission(workBounds, () => now);
    const first = admitted(admission, single('flood'), 129);
    expect(first).toHaveLength(128);
    const toBeAnswered = Array.from({ length: 50 }, () => admission.turnAway(single('flood')));
    for (const lease of first.slice(0, 100)) lease.release();
    // 28 are under way: more than one has in overload.
    expect(admission.admit(single('flood'))).toBeUndefined();
    for (const lease of first) lease.release();
    expect(admitted(admission, single('flood'), 100)).toHaveLength(4);
    // All have what all may have; who has little, and did not ask for too much, finds room.
    expect(admitted(admission, single('other'), 100)).toHaveLength(8);
    expect(admitted(admission, single('flood'), 100)).toHaveLength(0);
    // Of another kind nobody asks for too much.
    expect(admitted(admission, { ...single('other'), kind: 'reads' }, 40)).toHaveLength(40);

    for (const lease of toBeAnswered) lease.release();
    now = 999;
    expect(admission.admit(single('flood'))).toBeUndefined();
    now = 1_000;
    expect(admitted(admission, single('flood'), 60)).toHaveLength(60);
  });

  it('of all shrinks when all together ask for too much, but not below what each is assured of', () => {
    let now = 0;
    const admission = new Admission(workBounds, () => now);
    const banks = Array.from({ length: 4 }, (_, no) => `bank ${no}`);
    const asked = () => banks.map((bank) => admitted(admission, single(bank), 100));
    const first = asked();
    expect(first.map(({ length }) => length)).toEqual([100, 92, 2, 2]);
    const toBeAnswered = banks.map((bank) => admission.turnAway(single(bank)));
    for (const lease of first.flat()) lease.release();
    expect(asked().map(({ length }) => length)).toEqual([4, 4, 2, 2]);
    for (const lease of toBeAnswered) lease.release();
    now = 1_000;
    expect(admitted(admission, single('bank 0'), 100).length).toBeGreaterThan(80);
  });

  it('that is yet to be answered that there is no room is asked for all the same', () => {
    let now = 0;
    const admission = new Admission(workBounds, () => now);
    const first = admitted(admission, single('flood'), 129);
    const toBeAnswered = Array.from({ length: 124 }, () => admission.turnAway(single('flood')));
    for (const lease of first) lease.release();
    for (now = 500; now < 5_000; now += 500)
      expect(admitted(admission, single('flood'), 20).map((lease) => lease.release())).toHaveLength(4);
    for (const lease of toBeAnswered) lease.release();
    now += 1_000;
    expect(admitted(admission, single('flood'), 128)).toHaveLength(128);
  });

  it('of the first of a flood is not let in before it is seen that it is one', async () => {
    const admission = new Admission();
    const flood = await Promise.all(
      Array.from({ length: 200 }, () => admission.admitSettled(single('flood'))),
    );
    expect(flood.filter((lease) => lease !== undefined)).toHaveLength(8);
    expect(admission.underWay('singles').parts).toBe(8);
  });

  it('is asked for as soon as it has come, before it is looked at', () => {
    const admission = new Admission();
    const first = { ...single('flood'), waiting: { own: 127, all: 127 } };
    expect(admitted(admission, first, 1)).toHaveLength(1);
    expect(admitted(admission, first, 100)).toHaveLength(3);
    const together = new Admission();
    const ofMany = { ...single('a'), waiting: { own: 10, all: 192 } };
    expect(admitted(together, ofMany, 100)).toHaveLength(4);
  });

  it('that is late behind others of its sender is not let in in overload; who has none before it is', () => {
    const admission = new Admission();
    const flood = (isLate: boolean): Work => ({
      ...single('flood'),
      isLate,
      waiting: { own: 200, all: 200 },
    });
    expect(admission.admit(flood(true))).toBeUndefined();
    expect(admission.admit(flood(false))).toBeDefined();
    expect(admission.admit({ ...single('quiet'), isLate: true })).toBeDefined();
    expect(
      admission.admit({ ...single('other'), isLate: true, waiting: { own: 30, all: 230 } }),
    ).toBeUndefined();
  });

  it('that is late is let in while nobody asks for too much', () => {
    const admission = new Admission();
    const late = { ...single('a'), isLate: true, waiting: { own: 60, all: 60 } };
    expect(admitted(admission, late, 64)).toHaveLength(64);
  });

  it('that is much, and not too much, waits once', async () => {
    const admission = new Admission();
    const all = async () => {
      let isAtOnce = false;
      const letIn = Promise.all(Array.from({ length: 128 }, () => admission.admitSettled(single('a'))));
      void letIn.then(() => (isAtOnce = true));
      await setImmediate();
      const answeredAtOnce = isAtOnce;
      const leases = await letIn;
      for (const lease of leases) lease?.release();
      return { letIn: leases.filter((lease) => lease !== undefined).length, isAtOnce: answeredAtOnce };
    };
    expect(await all()).toEqual({ letIn: 128, isAtOnce: false });
    expect(await all()).toEqual({ letIn: 128, isAtOnce: true });
  });

  it('is bounded by bytes as well', () => {
    const admission = new Admission();
    const large = batch('a', 1, 2 * 1024 * 1024);
    expect(admitted(admission, large, 100)).toHaveLength(5);
    expect(admission.underWay('batches').bytes).toBeLessThanOrEqual(workBounds.batches.bytes);
  });

  it('is corrected once it is known, also beyond the bounds, and then nothing more is let in', () => {
    const admission = new Admission();
    const [lease] = admitted(admission, batch('a', 10), 1);
    lease?.correct({ parts: 3_000, bytes: 500_000 });
    expect(admission.underWay('batches').parts).toBe(3_000);
    expect(admission.admit(batch('a', 1))).toBeUndefined();
    lease?.release();
    expect(admission.admit(batch('a'))).toBeDefined();
  });

  it('ends once: whatever is said of it, in whatever order, nothing is left in the end', () => {
    const step = fc.record({
      sender: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom<Work['kind']>('singles', 'batches', 'reads'),
      parts: fc.integer({ min: 1, max: 1_000 }),
      corrected: fc.option(fc.integer({ min: 0, max: 1_000 })),
      releases: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const admission = new Admission();
        const left: Lease[] = [];
        for (const { kind, sender, parts, corrected, releases } of steps) {
          const lease = admission.admit({ kind, sender, parts, bytes: parts });
          if (!lease) continue;
          for (let times = 0; times < releases; times += 1) lease.release();
          if (corrected !== null) lease.correct({ parts: corrected, bytes: corrected });
          if (releases === 0) left.push(lease);
        }
        for (const lease of left) lease.release();
        for (const kind of ['singles', 'batches', 'reads'] as const)
          expect(admission.underWay(kind)).toEqual({ parts: 0, bytes: 0 });
      }),
    );
  });
});
