import { describe, expect, it } from '@jest/globals';
import { quantile, repeated } from './interleaved.js';

const later = (): Promise<void> => new Promise((done) => setTimeout(done, 1));

describe('what is repeated', () => {
  it('is done so often, each counting for as many as it holds', async () => {
    const numbers: number[] = [];
    const measured = await repeated(
      { inFlight: 3, durationMs: 60_000, most: 10, countOfEach: 100 },
      async (no) => {
        numbers.push(no);
        await later();
      },
    );
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(measured.count).toBe(1_000);
    expect(measured.p99Ms).toBeGreaterThanOrEqual(measured.p50Ms ?? Number.NaN);
  });

  it('ends with its time', async () => {
    const { count } = await repeated({ inFlight: 2, durationMs: 20 }, later);
    expect(count).toBeGreaterThan(0);
  });

  it('fails with the first that fails, when nothing of it runs on', async () => {
    let underWay = 0;
    const failing = repeated({ inFlight: 5, durationMs: 60_000 }, async (no) => {
      underWay += 1;
      await later();
      underWay -= 1;
      if (no === 7) throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(underWay).toBe(0);
  });

  it('has quantiles, and 0 of nothing', () => {
    expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(quantile([1, 2], 0.99)).toBe(2);
    expect(quantile([], 0.5)).toBe(0);
  });
});
