import { type CheckedPart, type Checker, checkerOf, type Mismatch, wholePart } from './checker.js';
import {
  contentOf,
  type ExpectedRows,
  mostMismatches,
  standingSql,
  appliedSql,
} from './expected-rows.checker.js';
import { keyColumns } from './read-table.table.js';
import { slicedParts } from './sliced-rows.checker.js';

/**
 * The facts are read again wherever `applied` stands: kept aside they would be written out once more, all of them. Comparing rows as
 * JSON tells missing, surplus and different ones with all their columns, whatever their types.
 */
const wholeSql = (expected: ExpectedRows, projection: string): string => {
  const { rows } = expected;
  const table = expected.table.options.name;
  const key = keyColumns(expected.table);
  const keyOf = (row: string): string =>
    key.map((column) => `${row}.${column}::text collate "C" as ${column}`).join(', ');
  const named = key.join(', ');
  return `
    with recorded as not materialized (select * from facts), applied as not materialized (${appliedSql('facts', projection)}
    ), ${standingSql}, expected as (
      select ${keyOf('derived')}, to_jsonb(derived) as content from (${rows}) derived
    ), found as (
      select ${keyOf('stored')}, ${contentOf(expected)} as content from ${table} stored
    )
    select '${table}' as table, concat_ws(' ', ${named}) as key,
           expected.content as expected, found.content as found
      from expected full join found using (${named})
     where expected.content is distinct from found.content
     order by ${named}
     limit ${mostMismatches}`;
};

const partsOf = (projection: string, expected: ExpectedRows): readonly CheckedPart[] => {
  const { by } = expected;
  if (by) return slicedParts(projection, expected, by);
  return [
    wholePart(
      expected.table.options.name,
      async (client) => (await client.query<Mismatch>(wholeSql(expected, projection))).rows,
    ),
  ];
};

/** A checker that lets the database derive the rows, and hands over only those that differ. */
export const rowsChecker = (projection: string, tables: readonly ExpectedRows[]): Checker =>
  checkerOf(
    projection,
    tables.flatMap((table) => partsOf(projection, table)),
  );
