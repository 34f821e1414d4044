import type pg from 'pg';
import type { Position } from '#facts';
import type { EventLog } from '../event-log.js';
import { rowsOf } from '../postgres/facts.table.js';

/** Whether the store holds the last fact of the sequence where the sequence has it; true before the first. */
export const holdsLastSequenced = async (log: EventLog, pool: pg.Pool): Promise<boolean> => {
  const [row] = await rowsOf(
    pool,
    'select stream, revision, event_id, position::text from sequencer join facts using (seq)',
    [],
  );
  if (!row) return true;
  const [stream, revision, eventId, position] = row as [string, number, string, Position];
  if ((await log.positionOf(stream, revision)) !== position) return false;
  for await (const fact of log.readStream({ stream, from: revision, limit: 1 }))
    return fact.eventId === eventId;
  return false;
};
