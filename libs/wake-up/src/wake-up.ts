/** Not before the time is over: a timer takes whole milliseconds, and leaves out what is beyond them. */
const timerOf = (done: () => void, ms: number): NodeJS.Timeout => setTimeout(done, Math.ceil(ms));

/** Wakes whoever waits. Who looks first and then waits from the count it had before looking misses no notification in between. */

export class WakeUp {
  private notifications = 0;
  private readonly waiting = new Set<() => void>();

  get count(): number {
    return this.notifications;
  }

  notify(): void {
    this.notifications += 1;
    for (const wake of this.waiting) wake();
  }

  /** Until there were more notifications than `count`, the time is over, or the signal comes. */
  after(count: number, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (this.notifications > count || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = timerOf(wake, timeoutMs);
      signal?.addEventListener('abort', wake, { once: true });
      this.waiting.add(wake);
    });
  }
}

/** Until the time is over or the signal comes; at once when there is none left. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  ms > 0 ? new WakeUp().after(0, ms, signal) : Promise.resolve();

/** What comes in time; else what stands in its place. What comes, or fails, too late is nobody's any more. */
export const inTime = async <Value, Instead>(
  value: Promise<Value>,
  ms: number,
  instead: Instead,
): Promise<Value | Instead> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Instead>((resolve) => {
    timer = timerOf(() => resolve(instead), ms);
  });
  try {
    return await Promise.race([value, over]);
  } finally {
    clearTimeout(timer);
  }
};

interface BackOffLimits {
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

interface Retrying {
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
