import type pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';

/** Of one institution at most, whatever their age. */
const mostLines = 1_000_000;
/** In one step, whose locks nobody waits for long. */
const linesAtOnce = 1_000;
/** Between steps, so that pruning millions of lines takes a small part of what the database can do. */
const restMs = 50;

/**
 * Takes old lines off the list of refusals, in small steps: those older than so many days, and of an institution those beyond its
 * last million. Says how many they were. Several may do so at once: one of them does.
 */
export const pruneRefusals = async (
  pool: pg.Pool,
  { days, signal }: { readonly days: number; readonly signal: AbortSignal },
): Promise<number> => {
  let all = 0;
  while (!signal.aborted) {
    const { rows } = await pool.query<{ pruned: number }>('select prune_refusals($1, $2, $3) as pruned', [
      days,
      mostLines,
      linesAtOnce,
    ]);
    const pruned = rows[0]?.pruned ?? 0;
    if (pruned === 0) break;
    all += pruned;
    await pause(restMs);
  }
  return all;
};
