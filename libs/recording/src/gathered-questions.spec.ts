import { describe, expect, it } from '@jest/globals';
import { setImmediate as breath } from 'node:timers/promises';
import { GatheredQuestions } from './gathered-questions.js';

const gathered = (answerAll: (numbers: readonly number[]) => Promise<readonly number[]>) =>
  new GatheredQuestions<number, number>({ answerAll, keyOf: String });

describe('gathered questions', () => {
  it('get each its own answer, many in one round trip', async () => {
    const trips: number[] = [];
    const doubles = gathered(async (numbers) => {
      trips.push(numbers.length);
      await breath();
      return numbers.map((number) => number * 2);
    });
    const numbers = Array.from({ length: 1_000 }, (_, number) => number);
    expect(await Promise.all(numbers.map((number) => doubles.ask(number)))).toEqual(
      numbers.map((number) => number * 2),
    );
    expect(trips.length).toBeLessThanOrEqual(7);
    expect(Math.max(...trips)).toBeLessThanOrEqual(200);
  });

  it('are asked once where they are equal and go together, and again later', async () => {
    const asked: (readonly number[])[] = [];
    const doubles = gathered((numbers) => {
      asked.push(numbers);
      return Promise.resolve(numbers.map((number) => number * 2));
    });
    expect(await Promise.all([1, 2, 1, 3, 2].map((number) => doubles.ask(number)))).toEqual([2, 4, 2, 6, 4]);
    expect(await doubles.ask(1)).toBe(2);
    expect(asked).toEqual([[1, 2, 3], [1]]);
  });

  it('have at most two round trips under way', async () => {
    let underWay = 0;
    let most = 0;
    const slow = gathered(async (numbers) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await breath();
      underWay -= 1;
      return numbers;
    });
    for (let round = 0; round < 20; round += 1) {
      void slow.ask(round);
      await Promise.resolve();
    }
    await slow.ask(99);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('fail together with their round trip, and later ones do not', async () => {
    let isDown = true;
    const failing = gathered(async (numbers) => {
      if (isDown) throw new Error('down');
      return numbers;
    });
    const asked = await Promise.allSettled([failing.ask(1), failing.ask(2)]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    expect(await failing.ask(3)).toBe(3);
  });
});
