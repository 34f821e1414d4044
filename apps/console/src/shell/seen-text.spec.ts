import { describe, expect, it } from '@jest/globals';
import { seenText } from './seen-text.js';

const joiner = '\u200D';

describe('what somebody sent', () => {
  it.each([
    ['a name that turns round', 'A\u202EB', 'A[U+202E]B'],
    ['a joiner between letters', `A${joiner}B`, `A[U+200D]B`],
    ['a joiner at the end of a picture', `👩${joiner}`, '👩[U+200D]'],
    ['a family, as one picture', `a👩${joiner}👩${joiner}👧b`, `a👩${joiner}👩${joiner}👧b`],
    ['a heart with its variant', `❤\uFE0F${joiner}🔥`, `❤\uFE0F${joiner}🔥`],
    [
      'two pictures with a mark between',
      `👩${joiner}👧\u200F👩${joiner}👦`,
      `👩${joiner}👧[U+200F]👩${joiner}👦`,
    ],
    ['lines', 'A\nB', 'A\nB'],
  ])('has nothing unseen in it: %s', (_, sent, seen) => {
    expect(seenText(sent)).toBe(seen);
  });
});
