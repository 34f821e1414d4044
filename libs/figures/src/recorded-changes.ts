import { changeOf, type SequencedFact } from '#facts';
import { RecordedSubjects } from '#history';
import type { SubjectChange } from './changed-contributions.js';
import { subjectOf } from './figure-subject.js';

/** Streams in which facts are corrected or reversed, each with the seq of the last such change. */
export type ChangedStreams = ReadonlyMap<string, number>;

/** Facts in the order of the log; others among them are passed over. */
export const changedStreams = (facts: readonly SequencedFact[]): ChangedStreams =>
  new Map(facts.filter(changeOf).map(({ stream, seq }) => [stream, seq]));

interface Recorded {
  readonly own: RecordedSubjects;
  /** What the arbiter settled of the loan. */
  readonly settled: SequencedFact[];
}

/**
 * What corrections and reversals change, out of the facts alone, as they come in the order of the log. Only facts of streams that are changed later
 * are kept, and only up to the last change: in a log of millions they are few.
 */
export class RecordedChanges {
  private readonly streams = new Map<string, Recorded>();

  constructor(private readonly changed: ChangedStreams) {}

  /** The next fact; gives what it changes, where it is a correction or reversal. */
  take(fact: SequencedFact): SubjectChange | undefined {
    if (this.changed.size === 0) return undefined;
    const of = subjectOf(fact);
    const stream = of?.bearing === 'settles' ? of.subject : fact.stream;
    const last = this.changed.get(stream);
    if (last === undefined || fact.seq > last) return undefined;
    const recorded = this.recorded(stream);
    if (of?.bearing === 'settles') {
      recorded.settled.push(fact);
      return undefined;
    }
    const amendment = recorded.own.add(fact);
    if (fact.seq === last) this.streams.delete(stream);
    return amendment && { ...amendment, settled: [...recorded.settled] };
  }

  private recorded(stream: string): Recorded {
    const found = this.streams.get(stream);
    if (found) return found;
    const begun: Recorded = { own: new RecordedSubjects(), settled: [] };
    this.streams.set(stream, begun);
    return begun;
  }
}
