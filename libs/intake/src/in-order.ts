interface Steps<Sent, Outcome> {
  /** How many are under way at most. */
  readonly window: number;
  readonly begin: (sent: Sent) => Promise<Outcome>;
  /** Before each is begun; undefined when it may go on at once. */
  readonly pause?: () => Promise<void> | undefined;
}

/**
 * Outcomes in the order of what came. Once as many are under way as there is room for, or all have come, the first is told as soon
 * as it is known; then the next one is taken: whoever sends waits for whoever reads, and neither end holds a whole file. A sender that
 * pauses before that is told nothing meanwhile.
 */
export async function* inOrder<Sent, Outcome>(
  all: AsyncIterable<Sent> | Iterable<Sent>,
  { window, begin, pause }: Steps<Sent, Outcome>,
): AsyncGenerator<Outcome, void, undefined> {
  const underWay: Promise<Outcome>[] = [];
  const first = (): Promise<Outcome> => underWay.shift() as Promise<Outcome>;
  for await (const sent of all) {
    await pause?.();
    underWay.push(begin(sent));
    if (underWay.length >= window) yield first();
  }
  while (underWay.length > 0) yield first();
}
