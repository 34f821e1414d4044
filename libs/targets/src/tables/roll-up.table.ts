import type pg from 'pg';
import type { BusinessDate } from '#calendar';
import { rollUpSumsSql } from '#figures';
import { addRows } from '#projections';
import { type Added, followedSql, readFollowed } from './added.table.js';
import { type Block, type BlockSizes, endedBlocks, spanOf } from './blocks.js';
import {
  type Closings,
  closingsByPlace,
  closingsOf,
  gains,
  joined,
  type Place,
  type PlaceClosings,
} from './closings.js';
import { figureRollup } from './read-tables.table.js';

/** What is rolled up, as SQL conditions on quantities of measures, on steps of counts, and on blocks already written. */
interface Selection {
  readonly quantities: string;
  readonly counts: string;
  readonly blocks: string;
  readonly parameters: readonly unknown[];
  /** Quantities that a follower has in memory: blocks within them are not read again. */
  readonly added?: Added;
}

const isOpenSql = '(target, computation) in (select target, computation from figure_back_fill)';

/** What is being filled in writes its own blocks, as it passes their ends. */
export const followedWith = (added: Added): Selection => ({
  quantities: `computation = any(array(${followedSql}))`,
  counts: `not ${isOpenSql}`,
  blocks: `not ${isOpenSql}`,
  parameters: [],
  added,
});

/** Quantities of measures. */
export const blocksOfMeasures = (computations: readonly number[]): Selection => ({
  quantities: 'computation = any($3::bigint[])',
  counts: 'false',
  blocks: 'target = 0 and computation = any($3::bigint[])',
  parameters: [computations],
});

/** The counts kept for one target. */
export const blocksOfTarget = (target: number, computation: number): Selection => ({
  quantities: 'false',
  counts: 'target = $3::bigint and computation = $4::bigint',
  blocks: 'target = $3::bigint and computation = $4::bigint',
  parameters: [target, computation],
});

/**
 * Of the measures: quantities in each place that their dimensions are in. Distinct keys are not added up like this: they are counted
 * once, wherever they come from, and moved for each target.
 */
const addedSql = ({ quantities, counts }: Selection): string => {
  const chosen = `select * from measure_delta where ${quantities} and seq > $1 and seq <= $2 and distinct_key is null`;
  return `
  select 0::bigint as target, computation, dimension, value, day, quantity from (${rollUpSumsSql(chosen)}) as summed union all
  select 0, computation, '${gains.dimension}', '', effective_date, quantity from (${chosen}) as added where quantity > 0
  union all
  select target, computation, dimension, value, effective_date, quantity from distinct_step where ${counts} and seq > $1 and seq <= $2`;
};

const sumKeyColumns = 'target, computation, dimension, value';

/** As the database is asked for them: days and numbers of equal length, apart by spaces. */
interface SumNumbers extends Place {
  readonly days: string;
  readonly numbers: string;
}

const pairsOf = ({ days, numbers }: SumNumbers): readonly (readonly [BusinessDate, bigint])[] => {
  const quantities = numbers.split(' ');
  return days.split(' ').map((day, at) => [day as BusinessDate, BigInt(quantities[at] ?? 0)]);
};

const writeBlock = async (
  client: pg.ClientBase,
  block: Block,
  places: readonly PlaceClosings[],
): Promise<void> => {
  const written = places.filter(({ closings }) => closings.length > 0);
  await addRows(
    client,
    figureRollup,
    written.map(({ target, computation, dimension, value, closings }) => ({
      ...block,
      target,
      computation,
      dimension,
      value,
      days: `{${closings.map(({ day }) => day).join()}}`,
      totals: `{${closings.map(({ total }) => total).join()}}`,
    })),
  );
};

const isSame = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
  one.size === other.size && [...one].every((each) => other.has(each));

/** Of the measures that are followed: a block out of what is in memory; null where not all of it is. */
const inMemory = async (
  client: pg.ClientBase,
  { added }: Selection,
  [after, upTo]: readonly [number, number],
): Promise<readonly PlaceClosings[] | null> => {
  if (!added || added.after > after || upTo > added.upTo) return null;
  const followed = await readFollowed(client);
  if (!isSame(followed, added.followed)) return null;
  return closingsByPlace(
    added.deltas.filter(
      ({ seq, key, computation }) => seq > after && seq <= upTo && key === null && followed.has(computation),
    ),
  );
};

/** Out of the single quantities. */
const rollUpFacts = async (
  client: pg.ClientBase,
  block: Block,
  sizes: BlockSizes,
  selection: Selection,
): Promise<void> => {
  const span = spanOf(block, sizes);
  const known = await inMemory(client, selection, span);
  const { rows } = await client.query<SumNumbers>(
    `select ${sumKeyColumns}, string_agg(day::text, ' ') as days, string_agg(quantity::text, ' ') as numbers
     from (${addedSql(known ? { ...selection, quantities: 'false' } : selection)}) as added group by ${sumKeyColumns}`,
    [...span, ...selection.parameters],
  );
  const places = rows.map((row) => ({
    ...row,
    closings: closingsOf(pairsOf(row).map(([day, quantity]) => ({ day, quantity }))),
  }));
  await writeBlock(client, block, [...(known ?? []), ...places]);
};

/** Of the same place in several blocks: what there was in all of them. */
const joinedSums = (rows: readonly SumNumbers[]): readonly PlaceClosings[] => {
  const places = new Map<string, { readonly place: Place; readonly blocks: Closings[] }>();
  for (const row of rows) {
    const closings = pairsOf(row).map(([day, total]) => ({ day, total }));
    const name = `${row.dimension} ${row.value}`;
    const known = places.get(name);
    if (known) known.blocks.push(closings);
    else places.set(name, { place: row, blocks: [closings] });
  }
  return [...places.values()].map(({ place, blocks }) => ({ ...place, closings: joined(blocks) }));
};

/** Out of the blocks below, one measure or count after another: all together a block may hold hundreds of thousands of totals. */
const rollUpBlocks = async (
  client: pg.ClientBase,
  block: Block,
  { fanOut }: BlockSizes,
  { blocks, parameters }: Selection,
): Promise<void> => {
  const below = [block.block * fanOut, (block.block + 1) * fanOut - 1];
  const isBelow = `level = ${block.level - 1} and block between $1 and $2`;
  const { rows: of } = await client.query<Place>(
    `select distinct target, computation from figure_rollup where ${isBelow} and ${blocks}`,
    [...below, ...parameters],
  );
  for (const { target, computation } of of) {
    const { rows } = await client.query<SumNumbers>(
      `select ${sumKeyColumns}, array_to_string(days, ' ') as days, array_to_string(totals, ' ') as numbers
       from figure_rollup where ${isBelow} and target = $3 and computation = $4`,
      [...below, target, computation],
    );
    await writeBlock(client, block, joinedSums(rows));
  }
};

/** Writes the blocks that the facts just applied have filled, in their transaction. */
export const rollUpEnded = async (
  client: pg.ClientBase,
  after: number,
  upTo: number,
  sizes: BlockSizes,
  selection: Selection,
): Promise<void> => {
  for (const block of endedBlocks(after, upTo, sizes))
    await (block.level === 0 ? rollUpFacts : rollUpBlocks)(client, block, sizes, selection);
};
