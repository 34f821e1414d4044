import { describe, expect, it } from '@jest/globals';
import { SharedReading } from './readiness.query.js';

const shared = (read: (count: number) => Promise<number>) => {
  const readings = { count: 0 };
  const clock = { ms: 0 };
  const reading = new SharedReading(
    () => read((readings.count += 1)),
    500,
    () => clock.ms,
  );
  return { reading, readings, clock };
};

describe('a shared reading', () => {
  it('is shared by all callers while it is under way, however long that takes', async () => {
    let end: (value: number) => void = () => undefined;
    const { reading, readings, clock } = shared(() => new Promise((ended) => (end = ended)));
    const asked = [reading.value(), reading.value()];
    clock.ms = 10_000;
    asked.push(reading.value());
    end(7);
    expect(await Promise.all(asked)).toEqual([7, 7, 7]);
    expect(readings.count).toBe(1);
  });

  it('is kept for a set time from its beginning', async () => {
    const { reading, clock } = shared((count) => Promise.resolve(count));
    expect(await reading.value()).toBe(1);
    clock.ms = 499;
    expect(await reading.value()).toBe(1);
    clock.ms = 500;
    expect(await reading.value()).toBe(2);
  });

  it('is not kept when it fails', async () => {
    const { reading } = shared((count) =>
      count === 1 ? Promise.reject(new Error('silent')) : Promise.resolve(count),
    );
    await expect(reading.value()).rejects.toThrow('silent');
    expect(await reading.value()).toBe(2);
  });
});
