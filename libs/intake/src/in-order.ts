interface Steps<Sent, Outcome> {
  /** Bounds of what is under way: how many, and their summed size. One that is larger by itself is begun alone. */
  readonly window: number;
  readonly windowSize?: number;
  readonly sizeOf?: (sent: Sent) => number;
  readonly begin: (sent: Sent) => Promise<Outcome>;
  /** Awaited before each is begun; undefined when it may begin at once. */
  readonly pause?: () => Promise<void> | undefined;
}

/** A queue of outcomes that are not yielded yet, with the size of what each is of. */
class UnderWay<Outcome> {
  private readonly waiting: { readonly outcome: Promise<Outcome>; readonly size: number }[] = [];
  private size = 0;

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  isFull(window: number, windowSize: number): boolean {
    return this.waiting.length >= window || this.size >= windowSize;
  }

  add(outcome: Promise<Outcome>, size: number): void {
    // A failure is thrown when this outcome is yielded. Until then it must not count as an unhandled rejection.
    outcome.catch(() => undefined);
    this.waiting.push({ outcome, size });
    this.size += size;
  }

  first(): Promise<Outcome> {
    return this.waiting[0]?.outcome as Promise<Outcome>;
  }

  take(): Promise<Outcome> {
    const first = this.first();
    this.size -= this.waiting.shift()?.size ?? 0;
    return first;
  }
}

const known = Symbol('the first outcome is known');

/** The next element, or `known` where the first outcome is known before that. */
const nextOrKnown = <Sent, Outcome>(
  coming: Promise<IteratorResult<Sent, unknown>>,
  underWay: UnderWay<Outcome>,
): Promise<IteratorResult<Sent, unknown> | typeof known> =>
  underWay.isEmpty
    ? coming
    : Promise.race([
        coming,
        underWay.first().then(
          (): typeof known => known,
          (): typeof known => known,
        ),
      ]);

/**
 * Yields outcomes in the order of the input, with a bounded window of them under way. When the window is full, the first outcome is awaited
 * and yielded before the next input is taken: back-pressure from reader to sender, so that no whole file is held in memory. While the
 * next input has not arrived, known outcomes are yielded.
 */
export async function* inOrder<Sent, Outcome>(
  all: AsyncIterable<Sent> | Iterable<Sent>,
  { window, windowSize = Infinity, sizeOf = () => 0, begin, pause }: Steps<Sent, Outcome>,
): AsyncGenerator<Outcome, void, undefined> {
  const underWay = new UnderWay<Outcome>();
  const beginNext = (sent: Sent): void => underWay.add(begin(sent), sizeOf(sent));
  if (Symbol.asyncIterator in all) {
    const iterator = all[Symbol.asyncIterator]();
    let coming: Promise<IteratorResult<Sent, unknown>> | undefined;
    try {
      for (;;) {
        const isFull = underWay.isFull(window, windowSize);
        const next = isFull ? known : await nextOrKnown((coming ??= iterator.next()), underWay);
        if (next === known) {
          yield underWay.take();
          continue;
        }
        coming = undefined;
        if (next.done) break;
        const paused = pause?.();
        if (paused) await paused;
        beginNext(next.value);
      }
    } finally {
      // Not awaited: a sender that sends nothing would keep it open.
      iterator.return?.().catch(() => undefined);
    }
  } else
    for (const sent of all) {
      const paused = pause?.();
      if (paused) await paused;
      beginNext(sent);
      if (underWay.isFull(window, windowSize)) yield underWay.take();
    }
  while (!underWay.isEmpty) yield underWay.take();
}
