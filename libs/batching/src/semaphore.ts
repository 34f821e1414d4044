/** So many at once, and the others in the order in which they came. */
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

  /** Does the work for each, in their order. When one fails, what is not begun is left: an outage is not met by one after another. */
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
