import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import type pg from 'pg';
import { pause } from '#wake-up';
import type { KeptChunk, Withheld } from './withheld-lines.js';

type Database = Pick<pg.Pool, 'query'>;

const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

/** Longer than any chunk: its last line may be as long as a line may be. */
const longestChunk = 4 * 1024 * 1024;

/** A chunk of a file that was received is not there, or is not what was stored. */
export class SpoolDamaged extends Error {
  constructor(no: number) {
    super(`Chunk ${no} of the file cannot be read back.`);
  }
}

/** Adds a chunk to a file that is being sent. */
export const storeChunk = async (
  database: Database,
  id: string,
  no: number,
  { firstLine, bytes, withheld }: KeptChunk,
): Promise<void> => {
  const body = await deflated(bytes, { level: constants.Z_BEST_SPEED });
  await database.query(
    'insert into submission_chunk (submission, no, first_line, body, withheld) values ($1, $2, $3, $4, $5)',
    [id, no, firstLine, body, withheld.length === 0 ? null : JSON.stringify(withheld)],
  );
};

/** Nothing is left of a file that was not received. */
export const discardChunks = async (database: Database, id: string): Promise<void> => {
  await database.query('select discard_submission_chunks($1)', [id]);
};

/** @throws SpoolDamaged */
export const readChunk = async (
  database: Database,
  id: string,
  no: number,
): Promise<Omit<KeptChunk, 'reports'>> => {
  const { rows } = await database.query<{ firstLine: number; body: Buffer; withheld: Withheld | null }>(
    'select first_line as "firstLine", body, withheld from submission_chunk where submission = $1 and no = $2',
    [id, no],
  );
  const [row] = rows;
  if (!row) throw new SpoolDamaged(no);
  const { firstLine, body, withheld } = row;
  try {
    const bytes = await inflated(body, { maxOutputLength: longestChunk });
    return { firstLine, bytes, withheld: withheld ?? [] };
  } catch {
    throw new SpoolDamaged(no);
  }
};

/** How long the file itself is kept once it is decided. */
const spoolDays = 30;
const chunksAtOnce = 500;
const restMs = 50;

/** Removes files decided long ago, what was left of files that were not received, and old refusals, in small steps; how much it was. */
export const pruneSubmissions = async (
  database: Database,
  { refusalsDays, signal }: { readonly refusalsDays: number; readonly signal: AbortSignal },
): Promise<number> => {
  let all = 0;
  while (!signal.aborted) {
    const { rows } = await database.query<{ pruned: number }>(
      'select prune_submissions($1, $2, $3) as pruned',
      [spoolDays, refusalsDays, chunksAtOnce],
    );
    const pruned = rows[0]?.pruned ?? 0;
    if (pruned === 0) break;
    all += pruned;
    await pause(restMs, signal);
  }
  return all;
};
