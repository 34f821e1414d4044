import type pg from 'pg';
import type { Replay } from '#contract';
import { withConnection } from '#database';
import { type CheckedPart, inSnapshot, type Mismatch, once, sliceSize } from '#projections';
import { targetsChecker, targetsProjection } from '#targets';

/* Finds the rows behind a wrong figure: runs the checker of figures over all slices. */

/** Rows that are listed at most; in a broken projection all may differ. */
const mostRows = 100;

const checkedRows = { projection: targetsProjection.name, version: targetsProjection.version };

interface CheckedSlice {
  readonly upTo: string | null;
  readonly mismatches: readonly Mismatch[];
}

const checkedSlice = async (
  client: pg.ClientBase,
  part: CheckedPart,
  after: string | null,
): Promise<CheckedSlice> => {
  const upTo = await part.sliceEnd(client, after, sliceSize);
  return { upTo, mismatches: await part.check(client, { after, upTo }) };
};

/** Checks one part slice by slice, each in a snapshot of its own. */
async function* slicesOf(
  part: CheckedPart,
  pool: pg.Pool,
  signal: AbortSignal,
): AsyncGenerator<readonly Mismatch[]> {
  for (let after: string | null = null; ;) {
    signal.throwIfAborted();
    const from: string | null = after;
    // Undefined where the rows are of another version of the projection, which the checker does not know.
    const slice: CheckedSlice | undefined = await withConnection(pool, (connection) =>
      inSnapshot(connection, checkedRows, () => checkedSlice(connection, part, from)),
    );
    yield slice?.mismatches ?? [];
    after = slice?.upTo ?? null;
    if (after === null) return;
  }
}

export const differingRows = async (pool: pg.Pool, signal: AbortSignal): Promise<Replay['rows']> => {
  const found: Mismatch[] = [];
  for (const part of targetsChecker.parts)
    for await (const mismatches of slicesOf(part, pool, signal)) {
      found.push(...mismatches);
      if (found.length >= mostRows) return [...once(found)].slice(0, mostRows);
    }
  return [...once(found)];
};
