import type { SequencedFact } from '#facts';
import { WakeUp } from '#wake-up';
import { type FactSource, mostTogether } from './follower-pace.js';

interface Sharing {
  /** Most facts that are kept for readers a little behind. A reader further behind reads the log itself. */
  readonly mostKept: number;
  /** How long a reader that is ahead waits for one that makes no progress. */
  readonly patienceMs: number;
}

/** The patience allows for several large transactions on a busy machine. A reader that takes longer is not waited for, and reads the log itself. */
const usual: Sharing = { mostKept: 5 * mostTogether, patienceMs: 10_000 };

/** A follower, by the seq that it asked for last. */
interface Reader {
  seq: number;
  movedAt: number;
}

/**
 * One reading of the log for all followers of a process. They are mostly at the same place, and reading and parsing a fact costs more than
 * applying it. So the last facts are kept, and followers that ask for the same facts at the same time share one query.
 */
export class SharedFacts implements FactSource {
  /** In order, without gaps. */
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
   * A source for one follower. Followers that catch up are kept together: one that is ahead of another by nearly the whole cache waits
   * while the other makes progress. Otherwise each fact would be read and parsed again for the one behind.
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

  /** Fewer facts than the limit mean that there are no more for now. */
  async readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const found = this.keptAfter(seq, limit);
    if (found.length === limit) return found;
    const more = await this.ask(found.at(-1)?.seq ?? seq, limit);
    return [...found, ...more].slice(0, limit);
  }

  /** Resolves once no follower that makes progress needs facts that this read would push out of the cache. */
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

  /** Joins a query under way only where that finds the full number: a shorter one may have missed the facts that woke this follower. */
  private ask(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const question = `${seq} ${limit}`;
    const anew = () => this.gather(question, seq, limit);
    const underWay = this.reading.get(question);
    if (!underWay) return anew();
    return underWay.then((facts) => (facts.length === limit ? facts : anew()), anew);
  }

  /** Starts a query in the next turn of the event loop; those who ask before it starts share it. */
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
    // Only facts that continue or follow the cache are kept, so that a follower far behind does not push out what the others need.
    if (last === undefined || seq > last) this.kept = facts.slice(-mostKept);
    else if (seq === last) this.kept = [...this.kept, ...facts].slice(-mostKept);
    return facts;
  }
}
