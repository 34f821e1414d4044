import type pg from 'pg';
import { pause } from '#wake-up';
import { LogShortened } from '../event-log-errors.js';
import { rowsOf } from './facts.table.js';

/** The log ends before a fact that is known to have been in it: facts were lost, or a checkpoint was moved. */
export interface Shortage {
  /** Seq of the last fact of the log; 0 for none. */
  readonly head: number;
  /** The highest seq that is known. */
  readonly seen: number;
  /** Who knows it: a projection, the sequencer, or this process. */
  readonly by: string;
}

const lookMs = 1_000;

/**
 * Checks each second that the log reaches as far as is known: to the checkpoints of the projections, to the sequencer's, and to the last
 * fact that this process recorded. Between two checks `append_facts` refuses by itself what must not be appended.
 */
export class LogEnd {
  private acknowledged = 0;
  private missing: Shortage | null = null;
  private readonly over = new AbortController();

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: {
      readonly onSetback: (error: unknown) => void;
      /** Called when facts are missing, and with null when all are back. */
      readonly onShortage?: ((shortage: Shortage | null) => void) | undefined;
    },
  ) {
    void this.looking();
  }

  /** Seq of the last fact that this process recorded. */
  get seen(): number {
    return this.acknowledged;
  }

  /** As of the last check; null where nothing is missing. */
  get shortage(): Shortage | null {
    return this.missing;
  }

  acknowledge(seq: number): void {
    if (seq > this.acknowledged) this.acknowledged = seq;
  }

  /** @throws LogShortened */
  check(): void {
    if (this.missing) throw new LogShortened();
  }

  /** Checks now. */
  async look(): Promise<void> {
    const { acknowledged } = this;
    const found = await readEnd(this.pool);
    const seen =
      acknowledged > found.seen
        ? { head: found.head, seen: acknowledged, by: 'a report recorded here' }
        : found;
    const before = this.missing;
    this.missing = seen.seen > seen.head ? seen : null;
    if ((before === null) !== (this.missing === null)) this.options.onShortage?.(this.missing);
  }

  close(): void {
    this.over.abort();
  }

  private async looking(): Promise<void> {
    const { signal } = this.over;
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        if (!signal.aborted) this.options.onSetback(error);
      }
      await pause(lookMs, signal);
    }
  }
}

/** One statement, so one snapshot: no checkpoint is seen without its facts. */
const readEnd = async (pool: pg.Pool): Promise<Shortage> => {
  const [row] = await rowsOf(
    pool,
    `with seen as (
       select seq, 'the projection ' || name as by from projection_checkpoints
       union all
       select seq, 'the sequencer' from sequencer
       union all
       select 0, 'nobody'
     )
     select (select coalesce(max(seq), 0) from facts), seq, by from seen order by seq desc, by limit 1`,
    [],
  );
  const [head, seen, by] = row as [number, number, string];
  return { head, seen, by };
};

/** The sentence of `/readyz`. */
export const reasonOfShortage = ({ head, seen, by }: Shortage): string =>
  `Reports are refused: the log ends at fact ${head}, and ${by} has seen fact ${seen}.`;
