import type pg from 'pg';
import { checkedSeqSql, type Mismatch } from '#projections';
import { compare, type Compared } from './compare.checker.js';
import { placedSql } from './placed-sql.js';

// Quantities and steps → the smallest blocks, and these → larger ones: for all blocks at once, by where each quantity stands.

/** Facts in the smallest blocks, and blocks of one level in one of the next. */
interface RolledUpBy {
  readonly smallest: number;
  readonly fanOut: number;
}

/** Only whole blocks are there. */
const wholeSql = (level: string, block: string, { smallest, fanOut }: RolledUpBy): string =>
  `(${block} + 1) * ${smallest} * (${fanOut}::numeric ^ (${level})) <= ${checkedSeqSql("'targets'")}`;

/** And where something is being filled in, those that it has passed. */
const filledSql = ({ smallest, fanOut }: RolledUpBy): string => `not exists (
  select from figure_back_fill open where open.target = added.target and open.computation = added.computation
    and open.seq < (added.block + 1) * ${smallest} * (${fanOut}::numeric ^ added.level))`;

const singleSql = ({ smallest }: RolledUpBy): string => `
  select 0 as level, (seq - 1) / ${smallest} as block, 0::bigint as target, computation, dimension, value,
    effective_date as day, quantity
  from placed where distinct_key is null
  union all
  select 0, (seq - 1) / ${smallest}, target, computation, dimension, value, effective_date, quantity from distinct_step`;

const belowSql = ({ fanOut }: RolledUpBy): string => `
  select level + 1, block / ${fanOut}, target, computation, dimension, value, day,
    total - coalesce(lag(total) over (partition by level, block, target, computation, dimension, value order by day), 0)
  from figure_rollup, unnest(days, totals) as closing (day, total)`;

const key = `concat_ws(' ', level, block, target, computation, dimension, value) as key`;

const rollUps = (by: RolledUpBy): Compared => ({
  table: 'figure_rollup',
  expected: `
    select ${key}, jsonb_agg(jsonb_build_array(day, total) order by day) as content from (
      select level, block, target, computation, dimension, value, day,
        sum(sum(quantity)) over (partition by level, block, target, computation, dimension, value order by day) as total
      from (${singleSql(by)} union all ${belowSql(by)}) as added
      where ${wholeSql('level', 'block', by)} and ${filledSql(by)}
      group by level, block, target, computation, dimension, value, day having sum(quantity) <> 0
    ) as closing group by level, block, target, computation, dimension, value`,
  found: `
    select ${key}, (select jsonb_agg(jsonb_build_array(day, total) order by place)
      from unnest(days, totals) with ordinality as closing (day, total, place)) as content
    from figure_rollup`,
});

export const checkRollUps = (client: pg.ClientBase, by: RolledUpBy): Promise<readonly Mismatch[]> =>
  compare(client, placedSql, [rollUps(by)]);
