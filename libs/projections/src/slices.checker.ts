import type pg from 'pg';
import { type CheckedPart, checkedSeqSql, type Mismatch, type Slice } from './checker.js';
import { keyColumns, type ReadTable } from './read-table.table.js';

/**
 * A slice is looked up by keys. Of what there is little yet the database would rather read all, and go on like that when it has become
 * much.
 */
export const byKeys = async <Result>(
  client: pg.ClientBase,
  check: () => Promise<Result>,
): Promise<Result> => {
  await client.query('set local enable_seqscan = off');
  const result = await check();
  await client.query('set local enable_seqscan to default');
  return result;
};

/** What follows from the facts, in blocks of them up to the checkpoint; the last block goes on to the end of what is stored. */
export const partByBlocks = (
  name: string,
  projection: string,
  check: (client: pg.ClientBase, block: Slice) => Promise<readonly Mismatch[]>,
): CheckedPart => ({
  name,
  sliceEnd: async (client, after, most) => {
    const { rows } = await client.query<{ seq: number | null }>(
      `select ${checkedSeqSql('$1')}::float8 as seq`,
      [projection],
    );
    const end = Number(after ?? 0) + most;
    return end < (rows[0]?.seq ?? 0) ? String(end) : null;
  },
  check: (client, block) => byKeys(client, () => check(client, block)),
});

/** The key of the row at a place. */
const keyAt = (place: string | null): readonly string[] =>
  place === null ? [] : (JSON.parse(place) as readonly string[]);

/**
 * Rows of a table in the order of its key. `check` is given those of a slice as a condition on `stored`, with its parameters from the first
 * on.
 */
export const partOfRows = (
  { table, named = table.options.name }: { readonly table: ReadTable; readonly named?: string },
  check: (client: pg.ClientBase, rows: string, parameters: readonly string[]) => Promise<readonly Mismatch[]>,
): CheckedPart => {
  const key = keyColumns(table);
  const columns = key.map((column) => `stored.${column}`).join(', ');
  const beyond = (operator: '>' | '<=', at: readonly string[], from: number): string =>
    at.length === 0
      ? 'true'
      : `(${columns}) ${operator} (${at.map((_value, index) => `$${from + index}`).join(', ')})`;
  return {
    name: `rows of ${named}`,
    sliceEnd: async (client, after, most) => {
      const from = keyAt(after);
      const { rows } = await byKeys(client, () =>
        client.query<{ key: readonly string[] }>(
          `select json_build_array(${key.map((column) => `stored.${column}::text`).join(', ')}) as key from ${table.options.name} stored
            where ${beyond('>', from, 2)} order by ${columns} offset $1 limit 1`,
          [most - 1, ...from],
        ),
      );
      return rows[0] ? JSON.stringify(rows[0].key) : null;
    },
    check: (client, { after, upTo }) => {
      const [from, to] = [keyAt(after), keyAt(upTo)];
      const rows = `${beyond('>', from, 1)} and ${beyond('<=', to, 1 + from.length)}`;
      return byKeys(client, () => check(client, rows, [...from, ...to]));
    },
  };
};

/**
 * How many rows a step of a slice gives nobody knows beforehand: meeting by hash is never much too slow, and one by one may take a slice of 1,000 facts
 * half a minute.
 */
export const byHash = (part: CheckedPart): CheckedPart => ({
  ...part,
  check: async (client, slice) => {
    await client.query('set local enable_nestloop = off');
    const mismatches = await part.check(client, slice);
    await client.query('set local enable_nestloop to default');
    return mismatches;
  },
});
