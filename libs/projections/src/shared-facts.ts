import type { SequencedFact } from '#facts';

/** Facts in the order of the log, dense: what is read after a seq begins with the next one. */
export interface FactSource {
  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;
}

/** Kept for those who are a little behind; whoever is further behind reads for himself. */
const mostKept = 5_000;

/**
 * One reading of the log for all followers of a process. They mostly stand at the same place, and reading and parsing a fact
 * costs more than applying it, so the last facts read are kept, and a question that several ask in one turn is asked once.
 */
export class SharedFacts implements FactSource {
  /** Dense, in order. */
  private kept: readonly SequencedFact[] = [];
  private readonly gathering = new Map<string, Promise<readonly SequencedFact[]>>();

  constructor(private readonly source: FactSource) {}

  /** Fewer than the limit are all there are, as of any source: who is told so waits for news. */
  async readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const found = this.keptAfter(seq, limit);
    if (found.length === limit) return found;
    const more = await this.ask(found.at(-1)?.seq ?? seq, limit);
    return [...found, ...more].slice(0, limit);
  }

  /** Who joins must have asked before the log is read: a reading already under way may not see what its asker was woken for. */
  private ask(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const question = `${seq} ${limit}`;
    const asked = this.gathering.get(question);
    if (asked) return asked;
    const answer = new Promise((gathered) => setImmediate(gathered)).then(() => {
      this.gathering.delete(question);
      return this.read(seq, limit);
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
    const facts = await this.source.readAfter(seq, limit);
    const last = this.kept.at(-1)?.seq;
    // Only what goes on from what is kept, or comes after it, is kept: a straggler must not push out what the others need.
    if (last === undefined || seq > last) this.kept = facts.slice(-mostKept);
    else if (seq === last) this.kept = [...this.kept, ...facts].slice(-mostKept);
    return facts;
  }
}
