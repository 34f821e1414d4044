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
      // A timer takes whole milliseconds, and leaves out what is beyond them.
      const timer = setTimeout(wake, Math.ceil(timeoutMs));
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
    timer = setTimeout(() => resolve(instead), ms);
  });
  try {
    return await Promise.race([value, over]);
  } finally {
    clearTimeout(timer);
  }
};
