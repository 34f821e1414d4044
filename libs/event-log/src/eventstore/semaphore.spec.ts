import { describe, expect, it } from '@jest/globals';
import { pause } from '#wake-up';
import { Semaphore } from './semaphore.js';

describe('turns', () => {
  it('are taken by so many at once, in order, and passed on by who fails', async () => {
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
});
