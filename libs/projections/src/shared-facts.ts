import type { SequencedFact } from '#facts';
import { WakeUp } from '#wake-up';

/** Facts in the order of the log, dense: what is read after a seq begins with the next one. */
export interface FactSource {
  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;
}

interface Sharing {
  /** Facts that are kept, for those who are a little behind; whoever is further behind reads for himself. */
  readonly mostKept: number;
  /** How long who is ahead waits for one that does not get on. */
  readonly patienceMs: number;
}

/**
 * Facts that a follower applies in one transaction at most. What statements cost beside their rows is shared by all of them: with 1,000 it
 * was a seventh of all that following costs, with more than these hardly less, and a transaction would last longer than others like to wait.
 */
export const mostTogether = 4_096;

/** The patience is for some transactions of that many on a crowded machine: whoever is taken for stuck reads and parses for himself. */
const usual: Sharing = { mostKept: 5 * mostTogether, patienceMs: 10_000 };

/** One who reads on and on, and the last place that was asked for. */
interface Reader {
  seq: number;
  movedAt: number;
}

/**
 * One reading of the log for all followers of a process. They mostly stand at the same place, and reading and parsing a fact
 * costs more than applying it, so the last facts read are kept, and a question that several ask in one turn is asked once.
 */
export class SharedFacts implements FactSource {
  /** Dense, in order. */
  private kept: readonly SequencedFact[] = [];
  private readonly gathering = new Map<string, Promise<readonly SequencedFact[]>>();
  private readonly reading = new Map<string, Promise<readonly SequencedFact[]>>();
  private readonly readers = new Set<Reader>();
  private readonly moved = new WakeUp();

  constructor(
    private readonly source: FactSource,
    private readonly sharing = usual,
  ) {}

  /**
   * For one follower. Those who catch up together stay together: who is ahead of another by nearly all that is kept waits for it, as long as
   * it gets on, since each fact would be read and parsed once more for whom it is no longer kept.
   */
  reader(): FactSource {
    const reader: Reader = { seq: -1, movedAt: -Infinity };
    this.readers.add(reader);
    return {
      readAfter: async (seq, limit) => {
        if (seq !== reader.seq) {
          Object.assign(reader, { seq, movedAt: performance.now() });
          this.moved.notify();
        }
        await this.othersNear(seq, limit);
        return this.readAfter(seq, limit);
      },
    };
  }

  /** Fewer than the limit are all there are, as of any source: who gets fewer waits for news. */
  async readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const found = this.keptAfter(seq, limit);
    if (found.length === limit) return found;
    const more = await this.ask(found.at(-1)?.seq ?? seq, limit);
    return [...found, ...more].slice(0, limit);
  }

  /** Until nobody who gets on needs what reading these facts would push out. */
  private async othersNear(seq: number, limit: number): Promise<void> {
    const { mostKept, patienceMs } = this.sharing;
    for (;;) {
      const { count } = this.moved;
      const first = this.kept[0]?.seq;
      if (first === undefined) return;
      const since = [...this.readers]
        .filter((other) => other.seq + 1 >= first && other.seq + mostKept < seq + limit)
        .map(({ movedAt }) => movedAt);
      const leftMs = Math.max(...since) + patienceMs - performance.now();
      if (!(leftMs > 0)) return;
      await this.moved.after(count, leftMs);
    }
  }

  /** A reading under way may not see what its asker was woken for, unless it finds all that was asked for. */
  private ask(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const question = `${seq} ${limit}`;
    const anew = () => this.gather(question, seq, limit);
    const underWay = this.reading.get(question);
    if (!underWay) return anew();
    return underWay.then((facts) => (facts.length === limit ? facts : anew()), anew);
  }

  /** Who joins must have asked before the log is read. */
  private gather(question: string, seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const asked = this.gathering.get(question);
    if (asked) return asked;
    const answer = new Promise((gathered) => setImmediate(gathered)).then(async () => {
      this.gathering.delete(question);
      const reading = this.read(seq, limit);
      this.reading.set(question, reading);
      try {
        return await reading;
      } finally {
        if (this.reading.get(question) === reading) this.reading.delete(question);
      }
    });
    this.gathering.set(question, answer);
    return answer;
  }

  private keptAfter(seq: number, limit: number): readonly SequencedFact[] {
    const first = this.kept[0]?.seq;
    if (first === undefined || seq + 1 < first) return [];
    return this.kept.slice(seq + 1 - first, seq + 1 - first + limit);
  }

  private async read(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const { mostKept } = this.sharing;
    const facts = await this.source.readAfter(seq, limit);
    const last = this.kept.at(-1)?.seq;
    // Only what goes on from what is kept, or comes after it, is kept: a straggler must not push out what the others need.
    if (last === undefined || seq > last) this.kept = facts.slice(-mostKept);
    else if (seq === last) this.kept = [...this.kept, ...facts].slice(-mostKept);
    return facts;
  }
}
