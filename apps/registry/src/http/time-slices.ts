/** For so long at a time this process does work that could wait, before it looks at everything else. */
const sliceMs = 10;

/**
 * Long work of all requests shares the event loop in slices, so that short requests, health checks above all, never wait for more
 * than one of them. Who asks `pause` between two steps goes on at once while the slice lasts; else it waits in line, and each turn
 * of the event loop one of those who wait begins a new slice.
 */
export class TimeSlices {
  private readonly waiting: (() => void)[] = [];
  private begunAt = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Between two steps of long work; undefined when it may go on at once. */
  pause(): Promise<void> | undefined {
    if (this.waiting.length === 0 && this.now() - this.begunAt < sliceMs) return undefined;
    return new Promise((goOn) => {
      this.waiting.push(goOn);
      if (this.waiting.length === 1) setImmediate(() => this.next());
    });
  }

  /** Takes all steps of work that says where it may be interrupted. */
  async run<Result>(steps: Generator<undefined, Result, undefined>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await this.pause();
    }
  }

  private next(): void {
    this.begunAt = this.now();
    this.waiting.shift()?.();
    if (this.waiting.length > 0) setImmediate(() => this.next());
  }
}

/** Of this process: it has one event loop. */
export const timeSlices = new TimeSlices();
