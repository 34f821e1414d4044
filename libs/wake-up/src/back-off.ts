import { pause } from './wake-up.js';

export interface BackOffLimits {
  /** After the first failure; 25 ms unless given. */
  readonly firstMs?: number;
  /** After many; a second unless given. */
  readonly longestMs?: number;
}

/**
 * How long to wait before what failed is tried again: twice as long after each failure in a row, up to a limit. A random part of it
 * keeps those apart who lost the same server at the same moment; half of it is certain, so that nobody comes back at once.
 */
export const backOffMs = (
  failuresBefore: number,
  { firstMs = 25, longestMs = 1_000 }: BackOffLimits = {},
): number => (0.5 + Math.random() / 2) * Math.min(longestMs, firstMs * 2 ** Math.min(failuresBefore, 20));

/** Counts failures in a row, and says how long to wait after each. */
export class BackOff {
  private failures = 0;

  constructor(private readonly limits: BackOffLimits = {}) {}

  /** All is well again: the next failure is the first. */
  reset(): void {
    this.failures = 0;
  }

  /** After one more failure. */
  nextMs(): number {
    const ms = backOffMs(this.failures, this.limits);
    this.failures += 1;
    return ms;
  }
}

export interface Retrying {
  readonly signal: AbortSignal;
  /** Called with what went wrong before it is tried again; nothing of what went wrong because of the signal. */
  readonly onSetback: (error: unknown) => void;
  /** For who has a success to tell of before the work is done. */
  readonly backOff?: BackOff;
  /** Whether it is worth another attempt; what is not is thrown. Always, unless given. */
  readonly isPassing?: (error: unknown) => boolean;
  /** What must be left alone for longer than others after this error; nothing unless given. */
  readonly atLeastMs?: (error: unknown) => number;
}

/** Tries until it succeeds. Undefined when the signal came first. @throws what is not worth another attempt */
export const retried = async <Result>(
  work: () => Promise<Result>,
  { signal, onSetback, backOff = new BackOff(), isPassing = () => true, atLeastMs = () => 0 }: Retrying,
): Promise<Result | undefined> => {
  while (!signal.aborted)
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) break;
      if (!isPassing(error)) throw error;
      onSetback(error);
      await pause(Math.max(backOff.nextMs(), atLeastMs(error)), signal);
    }
  return undefined;
};
