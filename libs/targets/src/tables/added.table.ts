import type pg from 'pg';
import type { Delta } from '#figures';
import type { Passed } from '#projections';
import type { BlockSizes } from './blocks.js';

/*
 * What a follower adds is kept in memory until the block of roll-ups that it belongs to has ended, and is summed from there. While reports
 * arrive a block is dozens of transactions, and reading their quantities again cost more than writing them had.
 */

/** All quantities of the facts after one seq up to another, of the measures that were followed all the while. */
export interface Added extends Passed {
  readonly deltas: readonly Delta[];
  /** Computations that were followed at the first of these facts. One that is filled in later has quantities there that are not among these. */
  readonly followed: ReadonlySet<number>;
}

export const followedSql = `
  select computation from figure_definition where complete
  except select computation from figure_back_fill where target = 0`;

export const readFollowed = async (client: pg.ClientBase): Promise<ReadonlySet<number>> => {
  const { rows } = await client.query<{ computation: number | string }>(followedSql);
  return new Set(rows.map(({ computation }) => Number(computation)));
};

/**
 * By the connection that they were added over. A transaction that was rolled back, and one of another follower, leave a gap between what is
 * kept and what comes next: then nothing is kept of what was before it.
 */
export class AddedQuantities {
  private readonly byConnection = new WeakMap<pg.ClientBase, Added>();

  constructor(private readonly sizes: BlockSizes) {}

  /** What is kept, and what a batch adds to it. */
  async with(client: pg.ClientBase, passed: Passed, deltas: readonly Delta[]): Promise<Added> {
    const kept = this.byConnection.get(client);
    return kept?.upTo === passed.after
      ? { ...kept, upTo: passed.upTo, deltas: [...kept.deltas, ...deltas] }
      : { ...passed, deltas, followed: await readFollowed(client) };
  }

  /** Keeps those of the block that has not ended yet, in the transaction that adds the last of them. */
  async keep(client: pg.ClientBase, added: Added): Promise<void> {
    const { smallest } = this.sizes;
    if (smallest === Number.POSITIVE_INFINITY) return;
    const after = added.upTo - (added.upTo % smallest);
    this.byConnection.set(
      client,
      after <= added.after
        ? added
        : {
            after,
            upTo: added.upTo,
            deltas: added.deltas.filter(({ seq }) => seq > after),
            followed: await readFollowed(client),
          },
    );
  }
}
