import type pg from 'pg';
import type { NotificationListener } from '#database';
import type { Position } from '#facts';
import { LogUnavailable } from '../event-log-errors.js';
import { rowsOf } from '../postgres/facts.table.js';
import { SequencePositions } from '../fact-sequence.js';

/** Without a word of new facts they are looked for all the same. */
const pollMs = 250;

/** Positions of the event store and the seqs that the sequencer gave: one pair for each batch, which ends at a fact. */
export class StoreSequencePositions extends SequencePositions {
  constructor(
    private readonly pool: pg.Pool,
    private readonly listener: NotificationListener,
    private readonly onSetback: (error: unknown) => void,
  ) {
    super();
  }

  async upTo(seq: number): Promise<Position> {
    const [row] = await rowsOf(
      this.pool,
      'select position::text from sequenced_positions where seq <= $1 order by seq desc limit 1',
      [seq],
    );
    return (row?.[0] as string | undefined) ?? '0';
  }

  async sequenced(position: Position, timeoutMs: number): Promise<number | null> {
    const deadline = performance.now() + timeoutMs;
    const { wakeUp } = this.listener;
    for (;;) {
      const { count } = wakeUp;
      this.listener.listen();
      const seq = await this.seqAtOrAfter(position);
      if (seq !== undefined) return seq;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return null;
      await wakeUp.after(count, Math.min(pollMs, leftMs));
    }
  }

  private async seqAtOrAfter(position: Position): Promise<number | undefined> {
    try {
      const [row] = await rowsOf(
        this.pool,
        'select seq from sequenced_positions where position >= $1 order by position limit 1',
        [position],
      );
      return row?.[0] as number | undefined;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      this.onSetback(error);
      return undefined;
    }
  }
}
