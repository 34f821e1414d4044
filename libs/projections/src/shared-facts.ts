import type { SequencedFact } from '#facts';

/** Facts in the order of the log, dense: what is read after a seq begins with the next one. */
export interface FactSource {
  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;
}

/** Kept for those who are a little behind; whoever is further behind reads for himself. */
const mostKept = 5_000;

/**
 * One reading of the log for all followers of a process. They mostly stand at the same place, and reading and parsing a fact
 * costs more than applying it, so the last facts read are kept, and a question that is under way is not asked twice.
 */
export class SharedFacts implements FactSource {
  /** Dense, in order. */
  private kept: readonly SequencedFact[] = [];
  private readonly underWay = new Map<string, Promise<readonly SequencedFact[]>>();

  constructor(private readonly source: FactSource) {}

  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    const found = this.keptAfter(seq, limit);
    if (found.length > 0) return Promise.resolve(found);
    const question = `${seq} ${limit}`;
    const asked = this.underWay.get(question);
    if (asked) return asked;
    const answer = this.read(seq, limit).finally(() => this.underWay.delete(question));
    this.underWay.set(question, answer);
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
