import { describe, expect, it } from '@jest/globals';
import { pagesAhead } from './keyset-page.js';

/** Numbers from 1, and how often they were asked for. */
const numbersUpTo = (end: number) => {
  const questions: number[] = [];
  const readAfter = (after: number, limit: number): Promise<readonly number[]> => {
    questions.push(after);
    const length = Math.max(0, Math.min(limit, end - after));
    return Promise.resolve(Array.from({ length }, (_, index) => after + 1 + index));
  };
  return { questions, pages: (after: number) => pagesAhead(readAfter, after, 3, (number) => number) };
};

const all = async (pages: AsyncIterable<readonly number[]>): Promise<readonly (readonly number[])[]> => {
  const list: (readonly number[])[] = [];
  for await (const page of pages) list.push(page);
  return list;
};

describe('pages read ahead', () => {
  it('are read in order, each once, to the end', async () => {
    expect(await all(numbersUpTo(7).pages(0))).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(await all(numbersUpTo(6).pages(2))).toEqual([[3, 4, 5], [6]]);
    expect(await all(numbersUpTo(6).pages(6))).toEqual([]);
  });

  it('are read one page ahead, and no further', async () => {
    const { questions, pages } = numbersUpTo(100);
    const iterator = pages(0);
    await iterator.next();
    expect(questions).toEqual([0, 3]);
    await iterator.next();
    expect(questions).toEqual([0, 3, 6]);
  });

  it('a failed read is reported when its page is due, and not before', async () => {
    const failing = pagesAhead(
      (after: number) => (after === 0 ? Promise.resolve([1]) : Promise.reject(new Error('gone'))),
      0,
      1,
      (number) => number,
    );
    expect((await failing.next()).value).toEqual([1]);
    await expect(failing.next()).rejects.toThrow('gone');
  });
});
