import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { groups, pieceOf } from './groups.js';

/* The night begins with these paths: one that a renamed file left behind would be found hours later. */

const isThere = (place: string): boolean => existsSync(path.resolve('libs', place));

describe('what is changed at night', () => {
  const parts = Object.entries(groups).flatMap(([group, of]) =>
    Object.entries(of.parts).map(([name, part]) => ({ name: `${group}, ${name}`, part })),
  );

  it.each(parts)('is there, and so are its specs: $name', ({ part: { mutate, specs } }) => {
    const places = mutate.map((pattern) => pattern.replace(/(\/\*\*)?\/\*\.ts$/, ''));
    expect([...places, ...specs].filter((place) => !isThere(place))).toEqual([]);
  });
});

it('a piece of a part changes some files, or some lines, before the same specs', () => {
  const part = { mutate: ['money/src/*.ts'], specs: ['money/src'], seconds: 5 };
  expect(pieceOf(part)).toEqual(part);
  expect(pieceOf(part, '')).toEqual(part);
  expect(pieceOf(part, 'money/src/fen.ts:1-40,money/src/yuan.ts')).toEqual({
    ...part,
    mutate: ['money/src/fen.ts:1-40', 'money/src/yuan.ts'],
  });
});
