import type pg from 'pg';
import { rollUpKeysSql } from '#figures';
import { type Block, type BlockSizes, endedBlocks, spanOf } from './blocks.js';

/**
 * Of the measures: quantities in each place that their dimensions are in. Distinct keys are not added up like this: they are counted
 * once, wherever they come from, and moved for each target.
 */
const addedSql = `
  select 0::bigint as target, computation, dimension, value, effective_date as day, quantity from measure_delta
    cross join lateral ${rollUpKeysSql}
  where computation = any(array(select distinct computation from figure_definition where computation is not null))
    and seq > $3 and seq <= $4 and distinct_key is null and value is not null
  union all
  select target, computation, dimension, value, effective_date, quantity from distinct_step where seq > $3 and seq <= $4`;

/** Of the blocks that a larger one is made of. */
const addedBelowSql = `
  select target, computation, dimension, value, added.day, added.quantity from figure_rollup
    cross join lateral (
      select day, total - lag(total, 1, 0::numeric) over (order by day) as quantity
      from unnest(days, totals) as closing (day, total)
    ) as added
  where level = $1::smallint - 1 and block between $3 and $4`;

/** What came on each day, as what there was in the block up to the end of that day. */
const rollUpSql = (added: string): string => `
  insert into figure_rollup (level, block, target, computation, dimension, value, days, totals)
  select $1::smallint, $2::integer, target, computation, dimension, value, array_agg(day order by day), array_agg(total order by day)
  from (
    select target, computation, dimension, value, day,
      sum(sum(quantity)) over (partition by target, computation, dimension, value order by day) as total
    from (${added}) as added group by target, computation, dimension, value, day having sum(quantity) <> 0
  ) as closing group by target, computation, dimension, value`;

const rollUp = async (client: pg.ClientBase, block: Block, sizes: BlockSizes): Promise<void> => {
  const of = [block.level, block.block];
  if (block.level === 0) await client.query(rollUpSql(addedSql), [...of, ...spanOf(block, sizes)]);
  else {
    const first = block.block * sizes.fanOut;
    await client.query(rollUpSql(addedBelowSql), [...of, first, first + sizes.fanOut - 1]);
  }
};

/** Writes the blocks that the facts just applied have filled, in their transaction. */
export const rollUpEnded = async (
  client: pg.ClientBase,
  after: number,
  upTo: number,
  sizes: BlockSizes,
): Promise<void> => {
  for (const block of endedBlocks(after, upTo, sizes)) await rollUp(client, block, sizes);
};
