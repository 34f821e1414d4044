import type pg from 'pg';
import type { Position } from '#facts';
import { rowsOf } from '../postgres/facts.table.js';
import type { EventStoreLog } from './event-store-log.engine.js';

/** Whether the store holds the last fact of the sequence where the sequence has it; true before the first. */
export const holdsLastSequenced = async (
  log: EventStoreLog,
  database: Pick<pg.Pool, 'query'>,
): Promise<boolean> => {
  const [row] = await rowsOf(
    database,
    'select stream, revision, event_id, position::text from sequencer join facts using (seq)',
    [],
  );
  if (!row) return true;
  const [stream, revision, eventId, position] = row as [string, number, string, Position];
  return log.holds({ stream, revision, eventId, position });
};
