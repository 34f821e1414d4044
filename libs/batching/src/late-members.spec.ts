import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { pause } from '#wake-up';
import { BatchQueue } from './batch-queue.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('a batch whose members are all late is not sent', async () => {
  const asked: number[] = [];
  const queue = new BatchQueue<number, number>({
    answerAll: async (numbers) => {
      asked.push(...numbers);
      await (numbers.includes(1) ? pause(100) : new Promise(() => undefined));
      return numbers;
    },
    isOfMember: () => false,
    mostTogether: 1,
    mostUnderWay: 1,
    mostWaiting: 10,
    deadlineMs: 200,
  });
  const outcomes = Promise.allSettled([1, 2, 3, 4].map((number) => queue.ask(number)));
  await jest.advanceTimersByTimeAsync(200);
  expect(await outcomes).toMatchObject([{ value: 1 }, {}, {}, {}]);
  await jest.advanceTimersByTimeAsync(200);
  expect(asked).toEqual([1, 2]);
});
