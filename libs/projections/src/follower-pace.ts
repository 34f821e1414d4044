import type { SequencedFact } from '#facts';
import { pagesAhead } from '#keyset';

/*
 * Which facts a follower applies in one transaction. With more facts in it a transaction costs less for each of them, and lasts longer; until it
 * commits, nothing of it is shown, and a switch of rebuilt tables waits. So its length follows from how long the last ones took.
 */

/** Facts in the order of the log, without gaps: the first one after a seq is the next number. */
export interface FactSource {
  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;
}

/**
 * Most facts that a follower applies in one transaction. They share the fixed cost of its statements: with 1,000 facts that was a seventh
 * of all costs of following; with more than 4,096 it hardly falls further.
 */
export const mostTogether = 4_096;

/** Fewest facts, and how many a follower begins with. With fewer, a machine that is slow because it is busy would have more to do in all. */
const leastTogether = 1_024;

/** After a longer transaction the next one has fewer facts. Larger blocks of roll-ups that end in it are to find room within a second. */
const longMs = 600;
/** After a shorter one the next has twice as many, which do not make it long. */
const shortMs = 280;

/** How many facts the next transaction of a follower has. */
export class BatchLength {
  private length: number;

  constructor(private readonly most: number) {
    this.length = Math.min(leastTogether, most);
  }

  /**
   * Up to the next multiple of the length, so that followers that catch up ask for the same batches, and a block of roll-ups (`blocks.ts`)
   * is mostly one batch.
   */
  after(seq: number): number {
    return this.length - (seq % this.length);
  }

  took(facts: number, ms: number): void {
    // A transaction of few facts is not long because of their number.
    if (facts * 2 < this.length) return;
    if (ms > longMs) {
      const halvings = Math.ceil(Math.log2(ms / longMs));
      this.length = Math.max(Math.min(leastTogether, this.most), this.length / 2 ** halvings);
    } else if (facts === this.length && ms < shortMs) this.length = Math.min(this.most, this.length * 2);
  }
}

/** All facts after a seq, up to the end of the log. */
export async function* batchesAfter(
  seq: number,
  source: FactSource,
  length: BatchLength,
): AsyncGenerator<readonly SequencedFact[]> {
  const readAfter = (last: number, limit: number) => source.readAfter(last, limit);
  let last = seq;
  for await (const facts of pagesAhead(
    readAfter,
    seq,
    (after) => length.after(after),
    (fact) => fact.seq,
  )) {
    last = lastOf(facts, last);
    yield facts;
  }
}

/** Seq of the last fact. Throws at a gap: a gap would mean that a fact was skipped. */
export const lastOf = (facts: readonly SequencedFact[], after: number): number =>
  facts.reduce((last, { seq }) => {
    if (seq !== last + 1) throw new Error(`After fact ${last} came ${seq}.`);
    return seq;
  }, after);

/**
 * Bounds the large transactions that a process has open at once. Its followers share one thread, so that each of several open transactions
 * lasts as long as all of them together. The next permit goes to the follower that is furthest behind: what is shown rests on the last one.
 */
export class FollowerSemaphore {
  private readonly waiting: { readonly seq: number; readonly begin: () => void }[] = [];

  constructor(private permits: number) {}

  /** @param seq how far the follower is */
  async use<Result>(seq: number, work: () => Promise<Result>): Promise<Result> {
    if (this.permits > 0) this.permits -= 1;
    else await new Promise<void>((begin) => this.waiting.push({ seq, begin }));
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  private release(): void {
    const next = this.waiting.toSorted((one, other) => one.seq - other.seq)[0];
    if (!next) {
      this.permits += 1;
      return;
    }
    this.waiting.splice(this.waiting.indexOf(next), 1);
    next.begin();
  }
}

/**
 * Least time from the start of one round to the next. A round costs the same transaction for one fact as for a hundred, so a round for each
 * report would cost the database more than recording it does. A fact after a pause is applied at once.
 */
const beatMs = 100;
/** A long round means a busy machine. So the follower rests twice as long as the round took, up to this. */
const longestRestMs = 400;

/** How long a follower rests after a round that took so long, in milliseconds. */
export const restAfterMs = (tookMs: number): number =>
  Math.min(Math.max(beatMs - tookMs, 2 * tookMs), longestRestMs);

/** A full database is not asked again at once, since failed writes may use its last bytes. */
const fullPauseMs = 10_000;

/** Least time before a follower tries again after an error. */
export const atLeastMs = (isFull: boolean): number => (isFull ? fullPauseMs : 0);
