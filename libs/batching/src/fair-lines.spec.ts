import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-slots.js';

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
