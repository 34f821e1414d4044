import type { SequencedFact } from '#facts';

export interface RunLimit {
  readonly facts: number;
  /** Of data and metadata as JSON; a single fact is let through whatever its size. */
  readonly bytes: number;
}

export type RunOfFacts = readonly [SequencedFact, ...SequencedFact[]];

const bytesOf = ({ data, metadata }: SequencedFact): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));

/**
 * Facts that follow one another in the order and in one stream, gathered as far as the limit allows. Where a run ends follows
 * from where it began alone, so that a copy that was broken off makes the run that was under way again as it was.
 */
export async function* runsOfFacts(
  facts: AsyncIterable<SequencedFact>,
  limit: RunLimit,
): AsyncGenerator<RunOfFacts> {
  let run: [SequencedFact, ...SequencedFact[]] | undefined;
  let bytes = 0;
  for await (const fact of facts) {
    const more = bytesOf(fact);
    const isFull = run !== undefined && (run.length >= limit.facts || bytes + more > limit.bytes);
    if (run && !isFull && run[0].stream === fact.stream) {
      run.push(fact);
      bytes += more;
      continue;
    }
    if (run) yield run;
    run = [fact];
    bytes = more;
  }
  if (run) yield run;
}
