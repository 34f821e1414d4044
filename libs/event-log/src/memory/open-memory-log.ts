import type { Position, SequencedFact, StoredFact } from '#facts';
import { WakeUp } from '#wake-up';
import {
  type Append,
  type Appended,
  type CaughtUp,
  EventLog,
  type ManyStreams,
  type PositionedFact,
  type ReadStream,
  type RevisionConflict,
  FactSequence,
  positioned,
  seqOfPosition,
  SeqPositions,
} from '../event-log.js';
import type { OpenLog } from '../open-log.js';
import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import { serialised } from '../serialised-append.js';
import { KeptFacts } from './kept-facts.js';

/** Appends wake subscriptions at once; this only keeps the wait finite. */
const longestWaitMs = 60_000;

/** The engine of unit tests: keeps the contract of the port without a store. */
class MemoryEventLog extends EventLog implements ManyStreams {
  constructor(
    private readonly kept: KeptFacts,
    private readonly wakeUp: WakeUp,
  ) {
    super();
  }

  override get keepsGuards(): boolean {
    return true;
  }

  async append(append: Append): Promise<Appended | RevisionConflict> {
    const answer = this.kept.append(serialised(append));
    this.wakeUp.notify();
    return answer;
  }

  async *readStream({
    stream,
    from,
    direction = 'forwards',
    limit = Infinity,
  }: ReadStream): AsyncGenerator<StoredFact> {
    const facts = this.kept.stream(stream);
    const chosen =
      direction === 'forwards'
        ? facts.slice(from ?? 0)
        : facts.slice(0, (from ?? facts.length) + 1).reverse();
    yield* chosen.slice(0, limit).map(storedOf);
  }

  async readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]> {
    return reads.map(({ stream, from }) => this.kept.stream(stream).slice(from).map(storedOf));
  }

  async positionOf(stream: string, revision: number): Promise<Position | null> {
    const fact = this.kept.stream(stream)[revision];
    return fact ? String(fact.seq) : null;
  }

  async *readAll(after: Position | null): AsyncGenerator<PositionedFact> {
    yield* this.kept.after(seqOfPosition(after), Infinity).map(positioned);
  }

  async *subscribe(after: Position | null, signal: AbortSignal): AsyncGenerator<PositionedFact | CaughtUp> {
    let seq = seqOfPosition(after);
    let isAnnounced = false;
    while (!signal.aborted) {
      const { count } = this.wakeUp;
      const [fact] = this.kept.after(seq, 1);
      if (fact) {
        seq = fact.seq;
        isAnnounced = false;
        yield positioned(fact);
        continue;
      }
      if (!isAnnounced) {
        isAnnounced = true;
        yield { caughtUp: true };
      }
      await this.wakeUp.after(count, longestWaitMs, signal);
    }
  }
}

const storedOf = (fact: SequencedFact): StoredFact => positioned(fact).fact;

/** Opens an empty log in memory. */
export const openMemoryLog = (): OpenLog => {
  const kept = new KeptFacts();
  const wakeUp = new WakeUp();
  const log = new MemoryEventLog(kept, wakeUp);
  return {
    log,
    bulk: log,
    sequenced: log,
    index: new MemoryReportIndex(kept),
    sequence: new MemoryFactSequence(kept),
    positions: new SeqPositions(),
    holdsSequenced: async () => true,
    state: async () => ({ reasons: [], shortage: null, eventStore: null }),
    close: async () => undefined,
  };
};

class MemoryReportIndex extends ReportIndex {
  constructor(private readonly kept: KeptFacts) {
    super();
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    return asked.map(({ institution, reportId, preferably }) =>
      this.kept.report(institution, reportId, preferably),
    );
  }
}

class MemoryFactSequence extends FactSequence {
  constructor(private readonly kept: KeptFacts) {
    super();
  }

  async readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    return this.kept.after(seq, limit);
  }

  async headSeq(): Promise<number> {
    return this.kept.headSeq;
  }

  async streamsNamed(prefix: string): Promise<readonly string[]> {
    return this.kept.streamNames.filter((name) => name.startsWith(prefix)).toSorted();
  }
}
