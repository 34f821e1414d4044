import { type CheckedPart, checkedSeqSql } from '#projections';
import { compare, type Compared, placedSql } from './compare.checker.js';

// Quantities and steps → the smallest blocks, and these → larger ones: a block at a time, by where each quantity stands.

/** Facts in the smallest blocks, and blocks of one level in one of the next. */
interface RolledUpBy {
  readonly smallest: number;
  readonly fanOut: number;
}

/** And where something is being filled in, those that it has passed. */
const filledSql = ({ smallest, fanOut }: RolledUpBy): string => `not exists (
  select from figure_back_fill open where open.target = added.target and open.computation = added.computation
    and open.seq < (added.block + 1) * ${smallest} * (${fanOut}::numeric ^ added.level))`;

/** A block of a level, from 0 on. */
interface RollUpBlock {
  readonly level: number;
  readonly block: number;
}

const factsIn = (level: number, { smallest, fanOut }: RolledUpBy): number => smallest * fanOut ** level;

/** Seqs of a smallest block. */
const spanOf = ({ block }: RollUpBlock, { smallest }: RolledUpBy): string =>
  `seq > ${block * smallest} and seq <= ${(block + 1) * smallest}`;

const singleSql = (of: RollUpBlock, by: RolledUpBy): string => `
  select target, computation, dimension, value, day, quantity from (
    select 0::bigint as target, computation, dimension, value, effective_date as day, quantity from placed where distinct_key is null
    union all
    select 0, computation, 'gains', '', effective_date, quantity from quantity where quantity > 0 and distinct_key is null
    union all
    select target, computation, dimension, value, effective_date, quantity from distinct_step where ${spanOf(of, by)}
  ) as single`;

const belowSql = ({ level, block }: RollUpBlock, { fanOut }: RolledUpBy): string => `
  select target, computation, dimension, value, day,
    total - coalesce(lag(total) over (partition by block, target, computation, dimension, value order by day), 0) as quantity
  from figure_rollup, unnest(days, totals) as closing (day, total)
  where level = ${level - 1} and block >= ${block * fanOut} and block < ${(block + 1) * fanOut}`;

const key = `concat_ws(' ', level, block, target, computation, dimension, value) as key`;

const expectedSql = (of: RollUpBlock, by: RolledUpBy): string => `
  select ${key}, jsonb_agg(jsonb_build_array(day, total) order by day) as content from (
    select level, block, target, computation, dimension, value, day,
      sum(sum(quantity)) over (partition by target, computation, dimension, value order by day) as total
    from (select ${of.level} as level, ${of.block} as block, * from (${of.level === 0 ? singleSql(of, by) : belowSql(of, by)}) as parts) as added
    where ${filledSql(by)}
    group by level, block, target, computation, dimension, value, day having sum(quantity) <> 0
  ) as closing group by level, block, target, computation, dimension, value`;

const placeOf = ({ level, block }: RollUpBlock): string => JSON.stringify([level, block]);

const blockAt = (place: string): RollUpBlock => {
  const [level = 0, block = 0] = JSON.parse(place) as readonly number[];
  return { level, block };
};

/** Rows after one block, up to another: also those of blocks that there cannot be. */
const storedSql = (after: string | null, upTo: string | null): string => {
  const beyond = (operator: string, place: string | null): string =>
    place === null ? 'true' : `(level, block) ${operator} (${blockAt(place).level}, ${blockAt(place).block})`;
  return `select ${key}, (select jsonb_agg(jsonb_build_array(day, total) order by place)
      from unnest(days, totals) with ordinality as closing (day, total, place)) as content
    from figure_rollup where ${beyond('>', after)} and ${beyond('<=', upTo)}`;
};

/** The next whole block after one, of its level or else of the next; null when there is none. */
const nextBlock = (after: string | null, seq: number, by: RolledUpBy): string | null => {
  const isWhole = ({ level, block }: RollUpBlock): boolean => (block + 1) * factsIn(level, by) <= seq;
  const last = after === null ? { level: 0, block: -1 } : blockAt(after);
  const next = [
    { level: last.level, block: last.block + 1 },
    { level: last.level + 1, block: 0 },
  ].find(isWhole);
  return next ? placeOf(next) : null;
};

export const rollUpsPart = (by: RolledUpBy): CheckedPart => ({
  name: 'figure_rollup',
  sliceEnd: async (client, after) => {
    const { rows } = await client.query<{ seq: number | null }>(
      `select ${checkedSeqSql("'targets'")}::float8 as seq`,
    );
    return nextBlock(after, rows[0]?.seq ?? 0, by);
  },
  check: async (client, { after, upTo }) => {
    const none = 'select null::text as key, null::jsonb as content where false';
    const of = upTo === null ? null : blockAt(upTo);
    const span = of?.level === 0 ? spanOf(of, by) : 'false';
    return compare(client, placedSql(`(select * from measure_delta where ${span})`), [
      {
        table: 'figure_rollup',
        expected: of ? expectedSql(of, by) : none,
        found: storedSql(after, upTo),
      } satisfies Compared,
    ]);
  },
});
