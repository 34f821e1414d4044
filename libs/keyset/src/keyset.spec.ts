import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  charactersOf,
  decodeCursor,
  encodeCursor,
  filterValues,
  keysetPage,
  MalformedCursor,
  mostCharacters,
} from './keyset-page.js';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('holds the key', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(text, fc.maxSafeNat(), (word, number) => {
        expect(decodeCursor(encodeCursor([word, number]), ['text', 'seq'])).toEqual([word, number]);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['no base64url', '%%%'],
    ['no JSON', Buffer.from('[1').toString('base64url')],
    ['no list', base64url({ 0: 1 })],
    ['too few parts', base64url([])],
    ['too many parts', base64url([1, 2])],
    ['another type', base64url(['1'])],
    ['a fraction', base64url([1.5])],
    ['a number no database holds', base64url([2 ** 60])],
    ['below zero', base64url([-1])],
    ['a number as another writes it', Buffer.from('[1e3]').toString('base64url')],
    ['written in another way', `${base64url([1])}=`],
    ['no UTF-8', Buffer.from([0x5b, 0xff, 0x5d]).toString('base64url')],
  ])('that is %s is malformed', (_, cursor) => {
    expect(() => decodeCursor(cursor, ['seq'])).toThrow(MalformedCursor);
  });

  it.each([
    ['a NUL', ['a\0'], 'text'],
    ['half a character', ['\ud800'], 'text'],
    ['more than any key', ['a'.repeat(401)], 'text'],
    ['a revision that no stream has', [2 ** 31], 'revision'],
  ] as const)('with %s is malformed', (_, key, part) => {
    expect(() => decodeCursor(base64url(key), [part])).toThrow(MalformedCursor);
  });
});

describe('a page', () => {
  const keyOf = (item: number) => [item];

  it.each([
    ['empty', [], [], null],
    ['short', [1], [1], null],
    ['full and the last', [1, 2], [1, 2], null],
    ['full with more to come', [1, 2, 3], [1, 2], encodeCursor([2])],
  ])('%s', (_, found, items, next) => {
    expect(keysetPage(found, 2, keyOf)).toEqual({ items, next });
  });
});

describe('a page of long items', () => {
  const keyOf = ({ no }: { readonly no: number }) => [no];
  const ofLength = (length: number, count: number) =>
    Array.from({ length: count }, (_, no) => ({ no, text: 'x'.repeat(length) }));
  const counts = (length: number, limit: number, count: number): readonly number[] => {
    const found = ofLength(length, count);
    const pages: number[] = [];
    for (let from = 0; from < found.length;) {
      const { items, next } = keysetPage(found.slice(from, from + limit + 1), limit, keyOf);
      pages.push(items.length);
      from += items.length;
      expect(next).toEqual(from < found.length ? encodeCursor([from - 1]) : null);
    }
    return pages;
  };

  it('ends before it is too large, and the next one continues there', () => {
    expect(counts(60_000, 1_000, 150)).toEqual([69, 69, 12]);
    expect(counts(60_000, 50, 150)).toEqual([50, 50, 50]);
  });

  it('holds at least one item', () => {
    expect(counts(mostCharacters, 10, 3)).toEqual([1, 1, 1]);
  });

  it('of usual length has as many items as requested', () => {
    expect(counts(4_000, 1_000, 1_001)).toEqual([1_000, 1]);
  });

  it('is estimated close to its serialised length', () => {
    for (const value of [ofLength(100, 50), { a: [1, null, true, { b: 'c' }] }, 'text', [], {}]) {
      const written = JSON.stringify(value).length;
      expect(charactersOf(value)).toBeGreaterThan(written / 2);
      expect(charactersOf(value)).toBeLessThan(written * 3 + 20);
    }
  });
});

describe('values of a filter', () => {
  it.each([
    ['absent matches everything', undefined, null],
    ['empty matches nothing', [], []],
    ['with a NUL match nothing', ['a', 'b\0'], ['a']],
  ])('%s', (_, given, values) => {
    expect(filterValues(given)).toEqual(values);
  });
});
