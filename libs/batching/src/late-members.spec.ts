import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { BatchQueue } from './batch-queue.js';

it('a batch whose members are all late is not sent', async () => {
  const asked: number[] = [];
  const queue = new BatchQueue<number, number>({
    answerAll: (numbers) => {
      asked.push(...numbers);
      return numbers.includes(1) ? pause(100, numbers) : new Promise(() => undefined);
    },
    isOfMember: () => false,
    mostTogether: 1,
    mostUnderWay: 1,
    mostWaiting: 10,
    deadlineMs: 200,
  });
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((number) => queue.ask(number)));
  expect(outcomes).toMatchObject([{ value: 1 }, {}, {}, {}]);
  await pause(200);
  expect(asked).toEqual([1, 2]);
});
