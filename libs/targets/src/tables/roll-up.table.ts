import type pg from 'pg';
import { rollUpKeysSql } from '#figures';
import { type Block, type BlockSizes, endedBlocks, spanOf } from './blocks.js';

/** What is rolled up, as SQL conditions on quantities of measures, on steps of counts, and on blocks already written. */
interface Selection {
  readonly quantities: string;
  readonly counts: string;
  readonly blocks: string;
  readonly parameters: readonly unknown[];
}

const isOpenSql = '(target, computation) in (select target, computation from figure_back_fill)';

/** What is being filled in writes its own blocks, as it passes their ends. */
const followed: Selection = {
  quantities: `computation = any(array(
    select computation from figure_definition where complete
    except select computation from figure_back_fill where target = 0))`,
  counts: `not ${isOpenSql}`,
  blocks: `not ${isOpenSql}`,
  parameters: [],
};

/** Quantities of measures. */
export const blocksOfMeasures = (computations: readonly number[]): Selection => ({
  quantities: 'computation = any($5::bigint[])',
  counts: 'false',
  blocks: 'target = 0 and computation = any($5::bigint[])',
  parameters: [computations],
});

/** The counts kept for one target. */
export const blocksOfTarget = (target: number, computation: number): Selection => ({
  quantities: 'false',
  counts: 'target = $5::bigint and computation = $6::bigint',
  blocks: 'target = $5::bigint and computation = $6::bigint',
  parameters: [target, computation],
});

/**
 * Of the measures: quantities in each place that their dimensions are in. Distinct keys are not added up like this: they are counted
 * once, wherever they come from, and moved for each target.
 */
const addedSql = ({ quantities, counts }: Selection): string => `
  select 0::bigint as target, computation, dimension, value, effective_date as day, quantity from measure_delta
    cross join lateral ${rollUpKeysSql}
  where ${quantities} and seq > $3 and seq <= $4 and distinct_key is null and value is not null
  union all
  select target, computation, dimension, value, effective_date, quantity from distinct_step
  where ${counts} and seq > $3 and seq <= $4`;

/** Of the blocks that a larger one is made of. */
const addedBelowSql = ({ blocks }: Selection): string => `
  select target, computation, dimension, value, added.day, added.quantity from figure_rollup
    cross join lateral (
      select day, total - lag(total, 1, 0::numeric) over (order by day) as quantity
      from unnest(days, totals) as closing (day, total)
    ) as added
  where level = $1::smallint - 1 and block between $3 and $4 and ${blocks}`;

/** What came on each day, as what there was in the block up to the end of that day. */
const rollUpSql = (added: string): string => `
  insert into figure_rollup (level, block, target, computation, dimension, value, days, totals)
  select $1::smallint, $2::integer, target, computation, dimension, value, array_agg(day order by day), array_agg(total order by day)
  from (
    select target, computation, dimension, value, day,
      sum(sum(quantity)) over (partition by target, computation, dimension, value order by day) as total
    from (${added}) as added group by target, computation, dimension, value, day having sum(quantity) <> 0
  ) as closing group by target, computation, dimension, value`;

const rollUp = async (
  client: pg.ClientBase,
  block: Block,
  sizes: BlockSizes,
  selection: Selection,
): Promise<void> => {
  const of = [block.level, block.block];
  const more = selection.parameters;
  if (block.level === 0)
    await client.query(rollUpSql(addedSql(selection)), [...of, ...spanOf(block, sizes), ...more]);
  else {
    const first = block.block * sizes.fanOut;
    await client.query(rollUpSql(addedBelowSql(selection)), [
      ...of,
      first,
      first + sizes.fanOut - 1,
      ...more,
    ]);
  }
};

/** Writes the blocks that the facts just applied have filled, in their transaction. */
export const rollUpEnded = async (
  client: pg.ClientBase,
  after: number,
  upTo: number,
  sizes: BlockSizes,
  selection = followed,
): Promise<void> => {
  for (const block of endedBlocks(after, upTo, sizes)) await rollUp(client, block, sizes, selection);
};
