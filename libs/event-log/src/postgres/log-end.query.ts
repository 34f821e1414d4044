import type pg from 'pg';
import { pause } from '#wake-up';
import { LogShortened } from '../event-log-errors.js';
import { rowsOf } from './facts.table.js';

/** The log ends before a fact that was seen of it: facts were lost, or a checkpoint was moved. */
export interface Shortage {
  /** Seq of the last fact there is; 0 for none. */
  readonly head: number;
  /** The highest seq that was seen. */
  readonly seen: number;
  /** Where it was seen. */
  readonly by: string;
}

const lookMs = 1_000;

/**
 * Whether the table of facts holds everything that is known to have stood in it: to the checkpoints of the projections, to the
 * place of the sequencer, and to the last fact that this process was told is recorded. Looked at each second. In between the
 * database refuses by itself what may not be appended, or put in order.
 */
export class LogEnd {
  private acknowledged = 0;
  private missing: Shortage | null = null;
  private readonly over = new AbortController();

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: {
      readonly onSetback: (error: unknown) => void;
      /** Called when facts are found missing, and with null when all are there again. */
      readonly onShortage?: ((shortage: Shortage | null) => void) | undefined;
    },
  ) {
    void this.looking();
  }

  /** Seq of the last fact that this process was told is recorded. */
  get seen(): number {
    return this.acknowledged;
  }

  /** As it was looked at last; null when nothing is missing. */
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

  /** Now, instead of within a second. */
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

/** In one snapshot, so that no checkpoint is seen whose facts are not. */
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

/** What is wrong, and with what, as /readyz says it. */
export const reasonOfShortage = ({ head, seen, by }: Shortage): string =>
  `Reports are refused: the log ends at fact ${head}, and ${by} has seen fact ${seen}.`;
