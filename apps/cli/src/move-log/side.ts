import { type EventLog, type FactSequence, LogUnavailable, OutcomeUnknown } from '#event-log';
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

export type Say = (line: string) => void;

const everyMs = 2_000;

/** A line every two seconds while something is under way. */
export class ProgressLines {
  private saidMs = performance.now();

  constructor(private readonly say: Say) {}

  /** Called with how far it is, as often as one likes. */
  of(what: string): (count: number) => void {
    const fromMs = performance.now();
    let before: number | undefined;
    return (count) => {
      before ??= count;
      const now = performance.now();
      if (now - this.saidMs < everyMs) return;
      this.saidMs = now;
      const perSecond = Math.round(((count - before) * 1_000) / (now - fromMs));
      this.say(`${count} ${what}, ${perSecond} a second`);
    };
  }
}

/** SQLSTATE classes that speak of the server and not of what it was asked: connections, logins, resources, its own stop. */
const ofTheServer = /^(08|28|3D|53|57)/;
const ofTheNetwork = /^E[A-Z]+$/;

const advice = 'Begin again with the same command: it goes on.';

const codeOf = (error: object): string => ('code' in error ? String(error.code) : '');

/** Why a server was not reached, in a sentence; undefined when something else went wrong. */
export const unreachable = (error: unknown): string | undefined => {
  if (error instanceof LogUnavailable || error instanceof OutcomeUnknown) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
    return `${error.message}${cause} ${advice}`;
  }
  if (error instanceof AggregateError) return error.errors.map(unreachable).find(Boolean);
  if (!(error instanceof Error)) return undefined;
  const isOfTheServer =
    ofTheServer.test(codeOf(error)) ||
    ofTheNetwork.test(codeOf(error)) ||
    /timeout|Connection terminated/i.test(error.message);
  return isOfTheServer ? `the database cannot be reached: ${error.message}. ${advice}` : undefined;
};

/** The log cannot be moved, or is not the same, as things stand: a sentence for whoever asked. */
export class NotMoved extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotMoved';
  }
}
