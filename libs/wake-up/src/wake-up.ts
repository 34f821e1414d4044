/** Rounded up, since timers truncate to whole milliseconds and would fire early. */
const timerOf = (done: () => void, ms: number): NodeJS.Timeout => setTimeout(done, Math.ceil(ms));

/** A condition variable with a count. A waiter that takes `count` before it checks its condition misses no notification in between. */
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

  /** Resolves when there were more notifications than `count`, after the timeout, or when the signal aborts. */
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

/** Resolves after the time or when the signal aborts; at once where `ms` is 0 or less. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  ms > 0 ? new WakeUp().after(0, ms, signal) : Promise.resolve();

/** The value if it settles in time, else `instead`. A later value or error is ignored. */
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
  /** The pause after the first failure. Default: 25 ms. */
  readonly firstMs?: number;
  /** The longest pause. Default: 1 s. */
  readonly longestMs?: number;
}

/**
 * Exponential back-off with jitter: the pause doubles with each failure in a row, up to a limit. A random half keeps clients apart that
 * lost the same server at the same moment; the other half is fixed, so that none retries at once.
 */
export const backOffMs = (
  failuresBefore: number,
  { firstMs = 25, longestMs = 1_000 }: BackOffLimits = {},
): number => (0.5 + Math.random() / 2) * Math.min(longestMs, firstMs * 2 ** Math.min(failuresBefore, 20));

/** Counts failures in a row and gives the pause after each. */
export class BackOff {
  private failures = 0;

  constructor(private readonly limits: BackOffLimits = {}) {}

  /** After a success. */
  reset(): void {
    this.failures = 0;
  }

  /** Counts one more failure; returns the pause in ms. */
  nextMs(): number {
    const ms = backOffMs(this.failures, this.limits);
    this.failures += 1;
    return ms;
  }
}

interface Retrying {
  readonly signal: AbortSignal;
  /** Called with an error before the next attempt; not with an error after the signal has aborted. */
  readonly onSetback: (error: unknown) => void;
  /** To be given by long work, which resets it once it makes progress. */
  readonly backOff?: BackOff;
  /** Whether an error is worth another attempt; others are thrown. Default: all are. */
  readonly isPassing?: (error: unknown) => boolean;
  /** A least pause after certain errors. Default: none. */
  readonly atLeastMs?: (error: unknown) => number;
}

/** Retries work until it succeeds. Undefined where the signal aborted first. @throws errors that are not passing */
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
