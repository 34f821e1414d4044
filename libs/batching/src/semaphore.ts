/** A counting semaphore; whoever waits is served in order of arrival. */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];

  constructor(private permits: number) {}

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.permits > 0) this.permits -= 1;
    else await new Promise<void>((permitted) => this.waiting.push(permitted));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.permits += 1;
    }
  }

  /** Runs the work for each item. After a failure no further item is begun, so that an outage is not met once for each. */
  runEach<Item, Result>(
    items: readonly Item[],
    work: (item: Item) => Promise<Result>,
  ): Promise<readonly Result[]> {
    const failed = new AbortController();
    const guarded = async (item: Item): Promise<Result> => {
      failed.signal.throwIfAborted();
      try {
        return await work(item);
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    };
    return Promise.all(items.map((item) => this.run(() => guarded(item))));
  }
}
