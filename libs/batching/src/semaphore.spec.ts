import { describe, expect, it } from '@jest/globals';
import { pause } from '#wake-up';
import { Semaphore } from './semaphore.js';

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
