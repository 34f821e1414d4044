import { describe, expect, it } from '@jest/globals';
import { addDays, businessDate } from '#calendar';
import { figureOf } from './goal.js';

const above = (limit: bigint) => ({ least: limit + 1n, most: null });
const days = (...quantities: readonly bigint[]) =>
  quantities.map((quantity, index) => ({ day: addDays('2024-01-01', index), quantity }));

describe('a figure', () => {
  it('is achieved on the first day whose closing cumulative satisfied it', () => {
    expect(figureOf(days(40n, 60n, 1n, 5n), above(100n), businessDate('2024-01-01'))).toEqual({
      actual: 106n,
      achieved: true,
      achievedOn: '2024-01-03',
    });
  });

  it('keeps the first such day when it fell below and rose again', () => {
    expect(figureOf(days(101n, -50n, 60n), above(100n), businessDate('2024-01-01')).achievedOn).toBe(
      '2024-01-01',
    );
  });

  it('has no day when it is not achieved at the end', () => {
    expect(figureOf(days(101n, -50n), above(100n), businessDate('2024-01-01'))).toEqual({
      actual: 51n,
      achieved: false,
      achievedOn: null,
    });
  });

  it('is achieved on the first day of the period when nothing at all satisfies it', () => {
    const goal = { least: 0n, most: null };
    expect(figureOf([], goal, businessDate('2024-01-01'))).toEqual({
      actual: 0n,
      achieved: true,
      achievedOn: '2024-01-01',
    });
    const later = [{ day: businessDate('2024-02-01'), quantity: 5n }];
    expect(figureOf(later, goal, businessDate('2024-01-01')).achievedOn).toBe('2024-01-01');
  });

  it('waits for a day that satisfies it when the first day spoils the empty sum', () => {
    const goal = { least: 0n, most: 10n };
    expect(figureOf(days(50n, -45n), goal, businessDate('2024-01-01')).achievedOn).toBe('2024-01-02');
  });

  it('is of days: other text that stands beside them does not compile in their place', () => {
    const goal = { least: 1n, most: null };
    const [name, from] = ['310101', businessDate('2024-01-01')];
    // @ts-expect-error a district is no day
    expect(figureOf([{ day: name, quantity: 1n }], goal, from).achieved).toBe(true);
    // @ts-expect-error nor is text that nobody checked
    expect(figureOf(days(1n), goal, '2024-01-01' as string).achieved).toBe(true);
  });
});
