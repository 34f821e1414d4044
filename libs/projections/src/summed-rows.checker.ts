import type pg from 'pg';
import { type CheckedPart, checkedSeqSql, isAppliedSql, type Mismatch, type Slice } from './projection.js';
import { mostMismatches, standingSql, appliedSql } from './rows.checker.js';
import { keyColumns, type ReadTable } from './read-table.table.js';
import { type SlicedBy, byHash, partByBlocks } from './slices.checker.js';

/**
 * Rows whose numbers are sums over facts of any age. No part of the facts says anything of such a row: sums are carried from block to block, in
 * `projection_check_sums`, and rows are compared after the last block. A block adds what the facts of its subjects come to by its end, less what
 * they came to by its beginning, so that a correction takes off what it corrects.
 */
interface SummedRows {
  readonly table: ReadTable;
  readonly numbers: readonly string[];
  /** What facts come to that are in `applied`, as SQL: columns of the key, and the numbers. Different subjects are added up. */
  readonly added: string;
  readonly by: Pick<SlicedBy, 'ofFacts' | 'facts'>;
  /** Every column of every row that should be there, out of `summed`. */
  readonly rows: string;
}

const sums = ({ table }: SummedRows, projection: string): string =>
  `projection_check_sums where projection = '${projection}' and part = '${table.options.name}'`;

/** What a block adds, as `addition`; parameters are its beginning and its end. Where it is all there is, no subject need be looked for. */
const additionSql = (summed: SummedRows, projection: string, isAll: boolean): string => {
  const name = `'${projection}'`;
  const { table, numbers, added, by } = summed;
  const key = keyColumns(table);
  const upTo = (seq: string): string =>
    `(with applied as not materialized (select * from followed where seq <= ${seq}), ${standingSql} select * from (${added}) part)`;
  return `
    block as materialized (
      select * from facts where seq > $1::bigint and seq <= least($2::bigint, ${checkedSeqSql(name)}) and ${isAppliedSql(name)}),
    subject as materialized (select distinct subject from (${by.ofFacts}) bears where subject is not null),
    recorded as not materialized (${isAll ? 'select * from facts' : by.facts}),
    followed as ${isAll ? 'not materialized' : 'materialized'} (${appliedSql('recorded', projection)}),
    addition as materialized (
      select ${key.join(', ')}, ${numbers.map((number) => `sum(sign * ${number}) as ${number}`).join(', ')}
        from (select 1 as sign, * from ${upTo('$2::bigint')} by_end union all select -1, * from ${upTo('$1::bigint')} by_beginning) moved
       group by ${key.join(', ')})`;
};

const carrySql = (summed: SummedRows, projection: string): string => `
  with ${additionSql(summed, projection, false)}
  insert into projection_check_sums as known (projection, part, key, numbers)
  select '${projection}', '${summed.table.options.name}', array[${keyColumns(summed.table).join(', ')}]::text[], array[${summed.numbers.join(', ')}]::numeric[]
    from addition
  on conflict (projection, part, key) do update set numbers = (
    select array_agg(before + more order by place)
      from unnest(known.numbers, excluded.numbers) with ordinality as number (before, more, place))`;

const compareSql = (summed: SummedRows, projection: string, { after, upTo }: Slice): string => {
  const { numbers, rows } = summed;
  const table = summed.table.options.name;
  const key = keyColumns(summed.table);
  const columns = key.join(', ');
  const named = key.map((column) => `${column}::text collate "C" as ${column}`).join(', ');
  const carried = [
    ...key.map((column, index) => `key[${index + 1}] as ${column}`),
    ...numbers.map((number, index) => `numbers[${index + 1}] as ${number}`),
  ];
  const before =
    after === null ? '' : `union all select ${carried.join(', ')} from ${sums(summed, projection)}`;
  return `
    with ${additionSql(summed, projection, after === null && upTo === null)},
    summed as materialized (
      select ${columns}, ${numbers.map((number) => `sum(${number}) as ${number}`).join(', ')}
        from (select ${columns}, ${numbers.join(', ')} from addition ${before}) parts group by ${columns}),
    expected as (select ${named}, to_jsonb(derived) as content from (${rows}) derived),
    found as (select ${named}, to_jsonb(stored) as content from ${table} stored)
    select '${table}' as table, concat_ws(' ', ${columns}) as key, expected.content as expected, found.content as found
      from expected full join found using (${columns})
     where expected.content is distinct from found.content order by ${columns} limit ${mostMismatches}`;
};

const bounds = ({ after, upTo }: Slice): readonly [number, number] => [
  Number(after ?? 0),
  Number(upTo ?? Number.MAX_SAFE_INTEGER),
];

export const summedPart = (projection: string, summed: SummedRows): CheckedPart => {
  const part = byHash(
    partByBlocks(summed.table.options.name, projection, async (client, block) => {
      if (block.upTo !== null) {
        await client.query(`with ${additionSql(summed, projection, false)} select from addition`, [
          ...bounds(block),
        ]);
        return [];
      }
      const asked = [...bounds(block)];
      return (await client.query<Mismatch>(compareSql(summed, projection, block), asked)).rows;
    }),
  );
  const carrying = byHash(
    partByBlocks(summed.table.options.name, projection, async (client, block) => {
      // What a round that was begun before left behind.
      if (block.after === null) await client.query(`delete from ${sums(summed, projection)}`);
      await client.query(carrySql(summed, projection), [...bounds(block)]);
      return [];
    }),
  );
  return {
    ...part,
    isCarried: true,
    carry: async (client: pg.ClientBase, block) => void (await carrying.check(client, block)),
  };
};
