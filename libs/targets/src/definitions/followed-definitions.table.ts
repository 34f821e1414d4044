import type pg from 'pg';
import type { DefinitionsInForce, Delta, MeasureInForce } from '#figures';
import type { Passed } from '#projections';
import type { BlockSizes } from '../tables/blocks.js';
import { readComputedMeasures, readDefinitions, readRecordedFacts } from './definitions.table.js';

/** What a follower counts facts by. */
export interface CountedBy {
  readonly definitions: DefinitionsInForce;
  readonly measures: readonly MeasureInForce[];
  /** Types of facts that measures are made of and that have come. */
  readonly recordedFacts: ReadonlySet<string>;
}

const tables = ['figure_definition', 'figure_back_fill', 'source_fact'] as const;

/** Another text whenever a row of the tables was added, changed or removed, by whatever transaction: each version of a row has a place and a transaction. */
const stateSql = `select concat_ws(' ', ${tables
  .map(
    (table) =>
      `(select sum(hashtextextended(ctid::text || ' ' || xmin::text, 0)) || '/' || count(*) from ${table})`,
  )
  .join(', ')}) as state`;

const stateOf = async (client: pg.ClientBase): Promise<string> => {
  const { rows } = await client.query<{ state: string }>({ name: 'state of definitions', text: stateSql });
  return rows[0]?.state ?? '';
};

/**
 * Definitions change seldom, and a follower needs them for each batch: reading and parsing them cost more than counting some hundred facts. So
 * they are kept, by the connection that they were read over, and read again when any of their rows is another.
 */
export class FollowedDefinitions {
  private readonly byConnection = new WeakMap<
    pg.ClientBase,
    { readonly state: string; readonly countedBy: CountedBy }
  >();

  async read(client: pg.ClientBase): Promise<CountedBy> {
    const state = await stateOf(client);
    const kept = this.byConnection.get(client);
    if (kept?.state === state) return kept.countedBy;
    const countedBy = {
      definitions: await readDefinitions(client),
      measures: await readComputedMeasures(client),
      recordedFacts: await readRecordedFacts(client),
    };
    this.byConnection.set(client, { state, countedBy });
    return countedBy;
  }
}

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
