import type { Measured } from './interleaved.js';

/** The value that such a share of all values does not exceed; 0 for none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

interface Repetition {
  /** At the same time. */
  readonly inFlight: number;
  readonly durationMs: number;
  /** Ends after so many, too. */
  readonly most?: number;
  /** How many each counts for. */
  readonly countOfEach?: number;
}

/**
 * Again and again, by number from 1. When one fails no other begins, and those under way are waited for, so that nothing of it runs on
 * beside what is measured next.
 *
 * @throws what the first to fail threw
 */
export const repeated = async (
  { inFlight, durationMs, most = Infinity, countOfEach = 1 }: Repetition,
  once: (no: number) => Promise<void>,
): Promise<Measured> => {
  const tookMs: number[] = [];
  const failures: unknown[] = [];
  let begun = 0;
  const startedAt = performance.now();
  const isOver = (): boolean =>
    failures.length > 0 || begun >= most || performance.now() - startedAt >= durationMs;
  const repeat = async (): Promise<void> => {
    while (!isOver()) {
      const beganAt = performance.now();
      await once((begun += 1));
      tookMs.push(performance.now() - beganAt);
    }
  };
  await Promise.all(
    Array.from({ length: inFlight }, () => repeat().catch((error: unknown) => void failures.push(error))),
  );
  if (failures.length > 0) throw failures[0];
  const count = tookMs.length * countOfEach;
  return {
    count,
    perSecond: count / ((performance.now() - startedAt) / 1_000),
    p50Ms: quantile(tookMs, 0.5),
    p99Ms: quantile(tookMs, 0.99),
  };
};
