import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SequencedFact } from '#facts';
import { foldBatch, keysTouched, type Row, touches } from './row-fold.js';
import { counted, counter, type Count } from './testing/counter.js';

const applied = (rows: ReadonlyMap<string, Count>, facts: readonly SequencedFact[]): Map<string, Count> => {
  const touching = touches(counter, facts);
  const keys = keysTouched(counter, touching);
  const existing = keys.flatMap((key): readonly Row<Count>[] => {
    const page = rows.get(key.join(' '));
    return page ? [{ key, page }] : [];
  });
  const { written, removed } = foldBatch(counter, existing, touching);
  const after = new Map(rows);
  for (const { key, page } of written) after.set(key.join(' '), page);
  for (const key of removed) after.delete(key.join(' '));
  return after;
};

describe('a batch', () => {
  it('gives the same rows wherever it is cut', () => {
    const steps = fc.array(
      fc.record({ name: fc.constantFrom('a', 'b', 'c'), by: fc.integer({ min: -2, max: 2 }) }),
    );
    fc.assert(
      fc.property(steps, fc.array(fc.nat({ max: 20 })), (given, cuts) => {
        const facts = given.map(({ name, by }, index) => counted(index + 1, name, by));
        const whole = applied(new Map(), facts);
        const places = [...new Set([0, ...cuts, facts.length])]
          .filter((cut) => cut <= facts.length)
          .sort((a, b) => a - b);
        const cut = places
          .slice(1)
          .reduce(
            (rows, to, index) => applied(rows, facts.slice(places[index], to)),
            new Map<string, Count>(),
          );
        expect(cut).toEqual(whole);
      }),
    );
  });

  it('reads each row that it touches once, and tells apart keys of several columns', () => {
    const keysOf = (fact: SequencedFact) => [(fact.data as { key: readonly string[] }).key];
    const keys = [
      ['ab', 'c'],
      ['a', 'bc'],
      ['ab', 'c'],
    ];
    const facts = keys.map((key, index) => ({ ...counted(index + 1, 'a'), data: { key } }));
    const touching = touches({ keysOf }, facts);
    expect(keysTouched({}, touching)).toEqual(keys.slice(0, 2));
    const fold = (page: { readonly count: number } | undefined) => ({ count: (page?.count ?? 0) + 1 });
    expect(foldBatch({ fold }, [{ key: ['a', 'bc'], page: { count: 5 } }], touching)).toEqual({
      written: [
        { key: ['ab', 'c'], page: { count: 2 }, presence: 'absent' },
        { key: ['a', 'bc'], page: { count: 6 }, presence: 'present' },
      ],
      removed: [],
    });
  });

  it('writes nothing for a row that it leaves as it was, and removes what it leaves empty', () => {
    const existing = [
      { key: ['a'], page: { name: 'a', count: 2, seq: 1 } },
      { key: ['b'], page: { name: 'b', count: 1, seq: 2 } },
    ];
    const facts = [counted(3, 'a', 0), counted(4, 'b', -1), counted(5, 'c', 1), counted(6, 'c', -1)];
    expect(foldBatch(counter, existing, touches(counter, facts))).toEqual({ written: [], removed: [['b']] });
  });
});
