import type pg from 'pg';
import type { SequencedFact } from '#facts';
import { LogUnavailable } from '../event-log-errors.js';
import { FactSequence } from '../fact-sequence.js';
import type { FactsListener } from './facts.listener.js';
import { headSeq, readAfter, readOne } from './facts.table.js';

/** Without a word of new facts they are looked for all the same. */
const pollMs = 500;

/** Reads the table of facts, whichever engine fills it. */
export class PostgresFactSequence extends FactSequence {
  constructor(
    private readonly pool: pg.Pool,
    private readonly listener: FactsListener,
    private readonly onSetback: (error: unknown) => void,
  ) {
    super();
  }

  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    return readAfter(this.pool, seq, limit);
  }

  headSeq(): Promise<number> {
    return headSeq(this.pool);
  }

  readOne(stream: string, revision: number): Promise<SequencedFact | null> {
    return readOne(this.pool, stream, revision);
  }

  async waitForFacts(afterSeq: number, signal: AbortSignal, timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    const { wakeUp } = this.listener;
    for (;;) {
      const { count } = wakeUp;
      this.listener.listen();
      if (await this.isBehind(afterSeq)) return true;
      const leftMs = deadline - performance.now();
      if (signal.aborted || leftMs <= 0) return false;
      await wakeUp.after(count, Math.min(pollMs, leftMs), signal);
    }
  }

  private async isBehind(seq: number): Promise<boolean> {
    if (this.listener.heardSeq > seq) return true;
    try {
      return (await this.headSeq()) > seq;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      this.onSetback(error);
      return false;
    }
  }
}
