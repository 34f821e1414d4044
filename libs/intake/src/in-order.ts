interface Steps<Sent, Outcome> {
  /** How many are under way at most, and how much of what was sent they are together; one that is more alone is begun alone. */
  readonly window: number;
  readonly windowSize?: number;
  readonly sizeOf?: (sent: Sent) => number;
  readonly begin: (sent: Sent) => Promise<Outcome>;
  /** Before each is begun; undefined when it may go on at once. */
  readonly pause?: () => Promise<void> | undefined;
}

/** Outcomes that are yet to be answered, first come first, with the size of what each is of. */
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
    // It is looked at when it is its turn; until then nobody else needs to hear that it failed.
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

/** What comes next, or that the first outcome is known before it comes. */
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
 * Outcomes in the order of what came. Of what is there already as much is begun as there is room for, then the first is reported as soon
 * as it is known, and the next one taken: whoever sends waits for whoever reads, and neither end holds a whole file. While more is
 * yet to come whatever is known is answered.
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
      // Not waited for: whoever sends nothing would keep it.
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
