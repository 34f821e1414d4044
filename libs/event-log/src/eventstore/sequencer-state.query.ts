import type pg from 'pg';
import type { Position } from '#facts';
import { rowsOf } from '../postgres/facts.table.js';

/** What the sequencer last said of itself. */
export interface SequencerState {
  readonly prefix: string;
  /** Of the last fact that stands in the sequence; null before the first. */
  readonly position: Position | null;
  /** Why it stands still, if it does. */
  readonly failure: string | null;
  readonly silentMs: number;
}

/** Null before a sequencer was there for the first time. */
export const readSequencerState = async (pool: pg.Pool): Promise<SequencerState | null> => {
  const [row] = await rowsOf(
    pool,
    `select stream_prefix, position::text, failure,
            greatest(0, floor(1000 * extract(epoch from clock_timestamp() - heard_at)))::float8
       from sequencer`,
    [],
  );
  if (!row) return null;
  const [prefix, position, failure, silentMs] = row as [string, string | null, string | null, number];
  return { prefix, position, failure, silentMs };
};
