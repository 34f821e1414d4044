import { setImmediate as breath } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { pause } from '#wake-up';
import { BatchQueue, type BatchQueueOptions } from './batch-queue.js';
import { NotAnswered } from './bounded-queue.js';

type AnswerAll = BatchQueueOptions<number, number>['answerAll'];

const optionsFor = (answerAll: AnswerAll): BatchQueueOptions<number, number> => ({
  answerAll,
  isOfMember: (error) => error instanceof RangeError,
  keyOf: String,
  mostTogether: 200,
  mostUnderWay: 2,
  mostWaiting: 10_000,
  deadlineMs: 10_000,
});

const gathered = (answerAll: AnswerAll, more: Partial<BatchQueueOptions<number, number>> = {}) =>
  new BatchQueue<number, number>({ ...optionsFor(answerAll), ...more });

describe('questions that are batched', () => {
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

  it('are asked once where they are equal and in one batch, and again later', async () => {
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

  it('fail alone where one is at fault', async () => {
    const trips: (readonly number[])[] = [];
    const queue = gathered(async (numbers) => {
      trips.push(numbers);
      if (numbers.some((number) => number % 50 === 7)) throw new RangeError(`one of ${numbers.length}`);
      return numbers;
    });
    const asked = await Promise.allSettled(Array.from({ length: 200 }, (_, number) => queue.ask(number)));
    for (const [number, result] of asked.entries())
      expect(result).toEqual(
        number % 50 === 7
          ? { status: 'rejected', reason: new RangeError('one of 1') }
          : { status: 'fulfilled', value: number },
      );
    expect(trips.length).toBeLessThan(70);
  });

  it('are not asked one by one in an outage, even during the search for a faulty member', async () => {
    let trips = 0;
    const queue = gathered(async (numbers) => {
      trips += 1;
      if (trips > 3) throw new Error('down');
      if (numbers.includes(150)) throw new RangeError('one of them');
      return numbers;
    });
    const asked = await Promise.allSettled(Array.from({ length: 200 }, (_, number) => queue.ask(number)));
    expect(trips).toBe(4);
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
    expect(asked[199]).toMatchObject({ reason: new Error('down') });
  });

  it('fail at the deadline without an answer, and the queue continues', async () => {
    let answers = false;
    const queue = gathered((numbers) => (answers ? Promise.resolve(numbers) : new Promise(() => undefined)), {
      mostTogether: 10,
      deadlineMs: 200,
    });
    const from = performance.now();
    const asked = await Promise.allSettled(Array.from({ length: 500 }, (_, number) => queue.ask(number)));
    // One trip after another would take ten seconds.
    expect(performance.now() - from).toBeLessThan(5_000);
    for (const result of asked) expect(result).toMatchObject({ reason: new NotAnswered('late') });
    answers = true;
    await expect(Promise.all([queue.ask(1), queue.ask(2)])).resolves.toEqual([1, 2]);
  });

  it('are refused at once when too many wait, and accepted again when there is room', async () => {
    const queue = gathered((numbers) => breath(numbers), { mostTogether: 10, mostWaiting: 100 });
    const asked = await Promise.allSettled(Array.from({ length: 150 }, (_, number) => queue.ask(number)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
    expect(asked[149]).toMatchObject({ reason: new NotAnswered('full') });
    expect(await queue.ask(1)).toBe(1);
  });

  it('may fail with an error of the caller', async () => {
    const queue = gathered((numbers) => Promise.resolve(numbers), {
      mostWaiting: 0,
      unanswered: (cause) => new Error('the log is away', { cause }),
    });
    await expect(queue.ask(1)).rejects.toMatchObject({ message: 'the log is away' });
  });

  it('never get the answer of another when some are missing', async () => {
    const queue = gathered((numbers) => Promise.resolve(numbers.slice(1)));
    const asked = await Promise.allSettled([queue.ask(1), queue.ask(2)]);
    const reason = new Error('A batch was not answered member by member.');
    expect(asked).toEqual(Array(2).fill({ status: 'rejected', reason }));
  });

  it('are all different without a key', async () => {
    const trips: (readonly number[])[] = [];
    const answerAll = async (numbers: readonly number[]) => {
      trips.push(numbers);
      return numbers.map((_, index) => index);
    };
    const { keyOf: _keyOf, ...options } = optionsFor(answerAll);
    const queue = new BatchQueue<number, number>(options);
    expect(await Promise.all([7, 7, 8].map((number) => queue.ask(number)))).toEqual([0, 1, 2]);
    expect(trips).toEqual([[7, 7, 8]]);
  });

  it('that are late are not asked, and do not count against the bound', async () => {
    jest.useFakeTimers();
    try {
      const asked: number[] = [];
      const queue = gathered(
        async (numbers) => {
          asked.push(...numbers);
          await pause(numbers.includes(2) ? 5_000 : 150);
          return numbers;
        },
        { mostTogether: 1, mostUnderWay: 1, mostWaiting: 4, deadlineMs: 400 },
      );
      const ask = (...numbers: readonly number[]) =>
        Promise.allSettled(numbers.map((number) => queue.ask(number)));
      const early = ask(1, 2, 3, 4);
      await jest.advanceTimersByTimeAsync(400);
      expect(await early).toMatchObject([{ value: 1 }, ...Array(3).fill({ status: 'rejected' })]);
      // The second is not given up yet, and what waited behind it is not in the way.
      const late = ask(5, 6, 7);
      await jest.advanceTimersByTimeAsync(400);
      expect(await late).toMatchObject([{ value: 5 }, {}, {}]);
      expect(asked.slice(0, 3)).toEqual([1, 2, 5]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('leave no timer running', async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const queue = gathered((numbers) => Promise.resolve(numbers));
    await Promise.all([1, 2, 3].map((number) => queue.ask(number)));
    await breath();
    expect(timers()).toBeLessThanOrEqual(before);
  });
});
