import type pg from 'pg';
import { type BackFill, FactNotCounted, isOfTheFact } from '#projections';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import { BackFillMoved, moveBackFill, type OpenBackFill, readOpen } from './back-fill.table.js';
import { countHistory, removeFilled } from './measures-slice.table.js';
import { followHistory } from './target-slice.table.js';

/*
 * Measures and targets that are defined when facts are there already (ADR 27). What they come to is filled in beside the follower: in
 * slices that are short, each with its own place in one transaction, by the functions that the follower uses. The follower passes over
 * what is filled in until the last slice: that one has caught up with it, and is written while it waits.
 */

/** Milliseconds that a slice should take: as long does the follower wait at most, but for what it applied in between. */
const sliceMs = 150;
/** A slice of few facts over many blocks is bounded as well. */
const mostBlocks = 64;

/** Facts, quantities or subjects in a slice. */
interface SliceBounds {
  readonly least: number;
  readonly first: number;
  readonly most: number;
}

const shippedBounds: SliceBounds = { least: 250, first: 1_000, most: 50_000 };

/** How many facts or quantities the next slice has; kept in memory alone. */
class SliceSize {
  private items: number;

  constructor(private readonly bounds: SliceBounds) {
    this.items = bounds.first;
  }

  get now(): number {
    return this.items;
  }

  took(ms: number): void {
    const { least, most } = this.bounds;
    if (ms > sliceMs) this.items = Math.max(least, Math.floor(this.items / 2));
    else if (ms < sliceMs / 2) this.items = Math.min(most, this.items * 2);
  }

  /** To find what cannot be done: down to one. */
  failed(): void {
    this.items = Math.max(1, Math.floor(this.items / 8));
  }
}

/** Measures that are filled in together: those begun already; else all there are. Then targets, one after another. */
const nextOf = (open: readonly OpenBackFill[]): readonly OpenBackFill[] => {
  const measures = open.filter(({ target }) => target === 0);
  const begun = measures.filter(({ seq }) => seq > 0);
  if (measures.length > 0) return begun.length > 0 ? begun : measures;
  return open.slice(0, 1);
};

const inTransaction = async <Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> => {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};

/** How far the follower is. `waits`: it applies nothing more until the end of the transaction. Null: rows are of another version. */
const followerAt = async (client: pg.ClientBase, version: number, waits: boolean): Promise<number | null> => {
  const { rows } = await client.query<{ seq: number | string }>(
    `select seq from projection_checkpoints where name = 'targets' and version = $1 ${waits ? 'for update' : ''}`,
    [version],
  );
  return rows[0] ? Number(rows[0].seq) : null;
};

interface Slicing {
  readonly version: number;
  readonly sizes: BlockSizes;
  readonly size: SliceSize;
}

/** One slice of what is open; the last one when the follower is no further than one slice away. */
const fillSlice = async (
  client: pg.ClientBase,
  open: readonly OpenBackFill[],
  { version, sizes, size }: Slicing,
): Promise<boolean> => {
  const [first] = open;
  const reached = await followerAt(client, version, false);
  if (!first || reached === null) return false;
  const most = size.now;
  const span = mostBlocks * sizes.smallest;
  const isLast = reached - first.seq <= Math.min(most, span);
  await inTransaction(client, async () => {
    const at = await followerAt(client, version, isLast);
    if (at === null) return;
    const facts = first.target === 0 ? Math.min(most, span) : span;
    const upTo = isLast ? at : Math.min(at, first.seq + facts);
    let to = upTo;
    if (first.target === 0) await countHistory(client, open, { upTo, sizes });
    else to = await followHistory(client, first, { upTo, most, sizes });
    await moveBackFill(client, open, { to, isDone: isLast && to === at });
  });
  return true;
};

/** What one slice cannot do is tried in smaller ones, until it is known after which fact it stops. */
const fillSliceOrNarrow = async (
  client: pg.ClientBase,
  open: readonly OpenBackFill[],
  slicing: Slicing,
): Promise<boolean> => {
  try {
    return await fillSlice(client, open, slicing);
  } catch (error) {
    const [first] = open;
    if (!first || error instanceof BackFillMoved || !isOfTheFact(error)) throw error;
    if (slicing.size.now === 1) throw new FactNotCounted(first.seq, { cause: error });
    slicing.size.failed();
    return true;
  }
};

const removeSlice = (client: pg.ClientBase, { version, size }: Slicing): Promise<boolean> =>
  inTransaction(client, async () =>
    (await followerAt(client, version, false)) === null ? false : removeFilled(client, size.now),
  );

const isAnythingToRemove = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query('select from back_filled_subject limit 1');
  return rows.length > 0;
};

/** `version`: of the projection. */
export const targetsBackFillWith = (
  version: number,
  sizes: BlockSizes = shippedSizes,
  bounds = shippedBounds,
): BackFill => {
  const slicing = { version, sizes, size: new SliceSize(bounds) };
  return {
    projection: 'targets',
    isOpen: async (client) => (await readOpen(client)).length > 0 || (await isAnythingToRemove(client)),
    slice: async (client) => {
      const open = nextOf(await readOpen(client));
      const began = performance.now();
      if (open.length === 0 && !(await isAnythingToRemove(client))) return false;
      const before = slicing.size.now;
      const more =
        open.length > 0 ? await fillSliceOrNarrow(client, open, slicing) : await removeSlice(client, slicing);
      if (slicing.size.now === before) slicing.size.took(performance.now() - began);
      return more;
    },
  };
};
