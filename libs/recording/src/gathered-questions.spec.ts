import { describe, expect, it } from '@jest/globals';
import { setImmediate as breath } from 'node:timers/promises';
import { GatheredQuestions } from './gathered-questions.js';

describe('gathered questions', () => {
  it('get each its own answer, many in one round trip', async () => {
    const trips: number[] = [];
    const doubles = new GatheredQuestions<number, number>(async (numbers) => {
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

  it('have at most two round trips under way', async () => {
    let underWay = 0;
    let most = 0;
    const slow = new GatheredQuestions<number, number>(async (numbers) => {
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
    const failing = new GatheredQuestions<number, number>(async (numbers) => {
      if (isDown) throw new Error('down');
      return numbers;
    });
    const asked = await Promise.allSettled([failing.ask(1), failing.ask(2)]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    expect(await failing.ask(3)).toBe(3);
  });
});
