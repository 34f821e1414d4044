import type { EventLog, FactSequence } from '#event-log';
import type { Position, SequencedFact } from '#facts';
import { pagesAhead } from '#keyset';

/** To the millisecond, as the column takes it: half a millisecond and more is one more. */
const toMilliseconds = (stampedAt: string): string => {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d{1,6}))?Z$/.exec(stampedAt) ?? [];
  if (seconds === undefined) throw new TypeError('A stamp is an instant in UTC.');
  const micros = Number(fraction.padEnd(6, '0'));
  return new Date(Date.parse(`${seconds}Z`) + Math.floor((micros + 500) / 1_000)).toISOString();
};

/** When a fact was recorded: the later of its own stamp and the fact before it. */
export const recordedAfter = (before: string | null, stampedAt: string): string => {
  const own = toMilliseconds(stampedAt);
  return before !== null && before > own ? before : own;
};

/** A fact with its place in the order, and in the store where it was read there. */
export interface SideFact {
  readonly fact: SequencedFact;
  readonly position: Position | null;
}

/** One of the two places that hold the log. Read page by page, so that memory does not grow with the log. */
export interface Side {
  readonly name: string;
  /** All of it, from the beginning, in order, up to where it ends now. */
  read(): AsyncIterable<SideFact>;
}

const pageFacts = 1_000;

/** The table's facts after a seq, up to where it ends then. */
export async function* factsAfter(sequence: FactSequence, seq: number): AsyncGenerator<SequencedFact> {
  const readAfter = (last: number, limit: number) => sequence.readAfter(last, limit);
  for await (const page of pagesAhead(readAfter, seq, pageFacts, (fact) => fact.seq)) yield* page;
}

export const tableSide = (sequence: FactSequence): Side => ({
  name: 'PostgreSQL',
  async *read() {
    for await (const fact of factsAfter(sequence, 0)) yield { fact, position: null };
  },
});

/** Seq and instant are not stored there: they follow from the order and the stamps. */
export const storeSide = (log: EventLog): Side => ({
  name: 'the event store',
  async *read() {
    let seq = 0;
    let recordedAt: string | null = null;
    for await (const { fact, position } of log.readAll(null)) {
      seq += 1;
      recordedAt = recordedAfter(recordedAt, fact.metadata.stampedAt);
      yield { fact: { ...fact, seq, recordedAt }, position };
    }
  },
});
