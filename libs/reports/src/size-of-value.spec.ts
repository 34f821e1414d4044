import { describe, expect, it } from '@jest/globals';
import { exampleReport } from '#testing';
import { hasMoreParts, mostParts } from './parse-report.js';
import { pointersIn, violationsIn } from './testing/parsing.js';

describe('the size of a value', () => {
  it.each([
    [1, 0],
    ['text', 0],
    [[], 0],
    [{ a: 1, b: [2, 3], c: { d: [] } }, 6],
    [[[[1]]], 3],
  ])('%j holds its members and items at all depths', (value, parts) => {
    expect(hasMoreParts(value, parts)).toBe(false);
    if (parts > 0) expect(hasMoreParts(value, parts - 1)).toBe(true);
  });
});

describe('a report of a size that none has', () => {
  const tags = (count: number) => exampleReport('loan.issued', { tags: Array(count).fill(1) });

  it('is refused for that alone, before anything in it is looked at', () => {
    expect(violationsIn(tags(31_000))).toEqual([': must hold at most 500 members and items in all']);
    expect(violationsIn({ [`x`]: Array(mostParts).fill({}) })).toHaveLength(1);
  });

  it('is told all that is wrong with it below that', () => {
    expect(pointersIn(tags(120))).toHaveLength(120);
  });

  it('may have many extension attributes', () => {
    const extensions = Object.fromEntries(Array.from({ length: 400 }, (_, no) => [`x${no}`, no]));
    expect(violationsIn({ ...(exampleReport('loan.issued') as object), ...extensions })).toEqual([]);
  });
});
