import { describe, expect, it } from '@jest/globals';
import { NotAnswered } from './bounded-queue.js';
import { settleEach } from './batch-queue.js';

const isOfMember = (error: unknown): boolean => error instanceof RangeError;

describe('what is done together', () => {
  it('of no members is empty', async () => {
    const asked: unknown[] = [];
    const together = async (numbers: readonly number[]) => {
      asked.push(numbers);
      return numbers;
    };
    expect(await settleEach([], together, isOfMember)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('is settled in the order of the members, one by one where all are at fault', async () => {
    const together = async (numbers: readonly number[]) => {
      if (numbers.some((number) => number < 0)) throw new RangeError(`${numbers.join(' ')}`);
      return numbers.map((number) => number * 2);
    };
    const rejected = (number: number) => ({ status: 'rejected', reason: new RangeError(`${number}`) });
    expect(await settleEach([1, -2, 3, 4, -5], together, isOfMember)).toEqual([
      { status: 'fulfilled', value: 2 },
      rejected(-2),
      { status: 'fulfilled', value: 6 },
      { status: 'fulfilled', value: 8 },
      rejected(-5),
    ]);
    expect(await settleEach([-1, -2, -3], together, isOfMember)).toEqual([-1, -2, -3].map(rejected));
  });
});

describe('what fails together', () => {
  it('has an outcome for each member', async () => {
    const reason = new Error('down');
    const down = () => Promise.reject(reason);
    const rejected = { status: 'rejected', reason };
    expect(await settleEach([1, 2, 3], down, isOfMember)).toEqual([rejected, rejected, rejected]);
  });
});

describe('not to be answered', () => {
  it('says why', () => {
    expect(String(new NotAnswered('full'))).toBe('NotAnswered: Too many wait for an answer already.');
    expect(String(new NotAnswered('late'))).toBe('NotAnswered: No answer came in time.');
  });
});
