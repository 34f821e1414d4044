import type pg from 'pg';
import type { SequencedFact } from '#facts';
import { FactSequence } from '../fact-sequence.js';
import { headSeq, readAfter, streamsNamed } from './facts.table.js';

/** Reads the table of facts, whichever engine fills it. */
export class PostgresFactSequence extends FactSequence {
  constructor(private readonly pool: pg.Pool) {
    super();
  }

  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    return readAfter(this.pool, seq, limit);
  }

  headSeq(): Promise<number> {
    return headSeq(this.pool);
  }

  streamsNamed(prefix: string): Promise<readonly string[]> {
    return streamsNamed(this.pool, prefix);
  }
}
