interface Steps<Sent, Outcome> {
  /** Bounds of what is under way: how many, and their summed size. One that is larger by itself is begun alone. */
  readonly window: number;
  readonly windowSize?: number;
  readonly sizeOf?: (sent: Sent) => number;
  readonly begin: (sent: Sent) => Promise<Outcome>;
  /** Awaited before each is begun; undefined when it may begin at once. */
  readonly pause?: () => Promise<void> | undefined;
}

/** A report under way; `outcome` or `failure` once it is known. */
interface Place<Outcome> {
  readonly size: number;
  readonly settled: Promise<void>;
  outcome?: { readonly value: Outcome };
  failure?: { readonly reason: unknown };
}

/** A queue of outcomes that are not yielded yet, with the size of what each is of. */
class UnderWay<Outcome> {
  private readonly places: Place<Outcome>[] = [];
  private size = 0;

  get isEmpty(): boolean {
    return this.places.length === 0;
  }

  isFull(window: number, windowSize: number): boolean {
    return this.places.length >= window || this.size >= windowSize;
  }

  add(outcome: Promise<Outcome>, size: number): void {
    const settled = outcome.then(
      (value) => void (place.outcome = { value }),
      (reason: unknown) => void (place.failure = { reason }),
    );
    const place: Place<Outcome> = { size, settled };
    this.places.push(place);
    this.size += size;
  }

  /** Resolves when the first outcome, or its failure, is known. */
  firstSettled(): Promise<void> {
    return this.places[0]?.settled as Promise<void>;
  }

  /** Takes the first outcomes, as many as are known; those of one commit are known together. @throws the first's failure */
  takeKnown(): readonly Outcome[] {
    const failure = this.places[0]?.failure;
    const firstUnknown = this.places.findIndex(({ outcome }) => outcome === undefined);
    const taken = this.places.splice(0, failure ? 1 : firstUnknown < 0 ? Infinity : firstUnknown);
    for (const { size } of taken) this.size -= size;
    if (failure) throw failure.reason;
    return taken.map(({ outcome }) => outcome?.value as Outcome);
  }
}

const known = Symbol('the first outcome is known');

/** The next element, or `known` where the first outcome is known before that. */
const nextOrKnown = <Sent, Outcome>(
  coming: Promise<IteratorResult<Sent, unknown>>,
  underWay: UnderWay<Outcome>,
): Promise<IteratorResult<Sent, unknown> | typeof known> =>
  underWay.isEmpty ? coming : Promise.race([coming, underWay.firstSettled().then((): typeof known => known)]);

/**
 * Yields outcomes in the order of the input, in lists of those that became known together, with a bounded window of them under way. When
 * the window is full, the first outcome is awaited and yielded before the next input is taken: back-pressure from reader to sender, so
 * that no whole file is held in memory. While the next input has not arrived, known outcomes are yielded.
 */
export async function* inOrder<Sent, Outcome>(
  all: AsyncIterable<Sent> | Iterable<Sent>,
  { window, windowSize = Infinity, sizeOf = () => 0, begin, pause }: Steps<Sent, Outcome>,
): AsyncGenerator<readonly Outcome[], void, undefined> {
  const underWay = new UnderWay<Outcome>();
  const beginNext = (sent: Sent): void => underWay.add(begin(sent), sizeOf(sent));
  if (Symbol.asyncIterator in all) {
    const iterator = all[Symbol.asyncIterator]();
    let coming: Promise<IteratorResult<Sent, unknown>> | undefined;
    try {
      for (;;) {
        while (underWay.isFull(window, windowSize)) {
          await underWay.firstSettled();
          yield underWay.takeKnown();
        }
        const next = await nextOrKnown((coming ??= iterator.next()), underWay);
        if (next === known) {
          yield underWay.takeKnown();
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
      if (!underWay.isFull(window, windowSize)) continue;
      await underWay.firstSettled();
      yield underWay.takeKnown();
    }
  while (!underWay.isEmpty) {
    await underWay.firstSettled();
    yield underWay.takeKnown();
  }
}
