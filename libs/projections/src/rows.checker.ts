import {
  type CheckedPart,
  checkedSeqSql,
  type Checker,
  checkerOf,
  isAppliedSql,
  type Mismatch,
  wholePart,
} from './projection.js';
import { keyColumns, type ReadTable } from './read-table.table.js';
import { type SlicedBy, byHash, partByBlocks, partOfRows } from './slices.checker.js';

/** How the rows of one table follow from the facts, said in SQL and nowhere in the code that writes them. */
interface ExpectedRows {
  readonly table: ReadTable;
  /**
   * A query that gives every column of every row that should be there; `recorded` are the facts, `applied` those up to the checkpoint, `standing`
   * those that stand there.
   */
  readonly rows: string;
  /** Members of the page that are not compared: what a row remembers so that it can follow a reversal. */
  readonly remembered?: readonly string[];
  /** Absent: looked at as a whole. */
  readonly by?: SlicedBy;
  /** Absent: all rows of the table; else those of a kind, as a condition on `stored`, where the kinds of rows follow from different facts. */
  readonly only?: { readonly named: string; readonly rows: string };
}

/** Enough to see what is wrong; a projection that went astray would give all its rows. */
export const mostMismatches = 100;

/**
 * With `applied` before it: of each fact that was corrected or reversed the last change; and the facts that stand, as they were corrected.
 */
export const standingSql = `change as materialized (
      select distinct on (stream, (data->'corrects'->>'revision')::integer)
             stream, (data->'corrects'->>'revision')::integer as revision, type as changed, data->'replacement' as replacement
        from applied where type in ('FactCorrected', 'FactReversed')
       order by stream, (data->'corrects'->>'revision')::integer, seq desc
    ), standing as not materialized (
      select applied.seq, applied.stream, applied.revision, applied.type, applied.institution, applied.recorded_at, applied.metadata,
             coalesce((replacement->>'effectiveDate')::date, applied.effective_date) as effective_date,
             coalesce(replacement, applied.data) as data, changed is not null as is_changed
        from applied left join change using (stream, revision)
       where changed is distinct from 'FactReversed' and applied.type not in ('FactCorrected', 'FactReversed')
    )`;

export const appliedSql = (facts: string, projection: string): string =>
  `select * from ${facts} facts where seq <= ${checkedSeqSql(`'${projection}'`)} and ${isAppliedSql(`'${projection}'`)}`;

const contentOf = ({ remembered = [] }: ExpectedRows): string =>
  `to_jsonb(stored)${remembered.map((member) => ` #- '{page,${member}}'`).join('')}`;

// Rows derived some at a time: what is read for a slice is bounded by what its facts or rows bear on, and not by the tables.

/** With `subject` before it. A slice is small: what is derived is kept aside, and each row is found by its key. */
const derivedSql = ({ rows }: ExpectedRows, { facts }: SlicedBy, projection: string): string => `
  recorded as materialized (${facts}), applied as materialized (${appliedSql('recorded', projection)}), ${standingSql},
  derived as materialized (${rows})`;

const sameKey = (key: readonly string[]): string =>
  key.map((column) => `stored.${column} = derived.${column}`).join(' and ');

const keyText = (row: string, key: readonly string[]): string =>
  `concat_ws(' ', ${key.map((column) => `${row}.${column}`).join(', ')})`;

/** Rows that are missing or different, from what the facts of a block bear on. */
const byFactsSql = (expected: ExpectedRows, by: SlicedBy, projection: string): string => {
  const name = `'${projection}'`;
  const table = expected.table.options.name;
  const key = keyColumns(expected.table);
  const isLater = by.isLater === undefined ? 'false' : `coalesce(is_later, false)`;
  return `
    with block as materialized (
      select * from facts where seq > $1::bigint and seq <= least($2::bigint, ${checkedSeqSql(name)}) and ${isAppliedSql(name)}),
    subject as materialized (select distinct subject from (${by.ofFacts}) bears where subject is not null),
    ${derivedSql(expected, by, projection)}
    select '${table}' as table, ${keyText('derived', key)} as key, to_jsonb(derived) as expected, found.content as found
      from derived left join lateral (
        select ${contentOf(expected)} as content, ${by.isLater ?? 'false'} as is_later from ${table} stored where ${sameKey(key)} offset 0
      ) as found on true
     where to_jsonb(derived) is distinct from found.content and not ${isLater} and ${by.isOfSubject ?? 'true'} order by 2 limit ${mostMismatches}`;
};

/** Rows that are surplus or different, from the rows. */
const byRowsSql = (expected: ExpectedRows, by: SlicedBy, projection: string, slice: string): string => {
  const { only } = expected;
  const table = expected.table.options.name;
  const key = keyColumns(expected.table);
  return `
    with chosen as materialized (select * from ${table} stored where ${slice} and ${only?.rows ?? 'true'}),
    subject as materialized (select distinct subject from (${by.ofRows}) bears where subject is not null),
    ${derivedSql(expected, by, projection)}
    select '${table}' as table, ${keyText('stored', key)} as key, to_jsonb(derived) as expected, ${contentOf(expected)} as found
      from chosen stored left join derived on ${sameKey(key)}
     where to_jsonb(derived) is distinct from ${contentOf(expected)} order by 2 limit ${mostMismatches}`;
};

const nameOf = ({ table, only }: ExpectedRows): string =>
  only ? `${table.options.name} of ${only.named}` : table.options.name;

const partByFacts = (projection: string, expected: ExpectedRows, by: SlicedBy): CheckedPart =>
  partByBlocks(`${nameOf(expected)} by facts`, projection, async (client, { after, upTo }) => {
    const bounds = [after ?? 0, upTo ?? Number.MAX_SAFE_INTEGER];
    const { rows } = await client.query<Mismatch>(byFactsSql(expected, by, projection), bounds);
    return rows;
  });

const partByRows = (projection: string, expected: ExpectedRows, by: SlicedBy): CheckedPart =>
  partOfRows({ ...expected, named: nameOf(expected) }, async (client, slice, parameters) => {
    const { rows } = await client.query<Mismatch>(byRowsSql(expected, by, projection, slice), [
      ...parameters,
    ]);
    return rows;
  });

/** From the facts, and from the rows. */
const slicedParts = (projection: string, expected: ExpectedRows, by: SlicedBy): readonly CheckedPart[] =>
  [partByFacts(projection, expected, by), partByRows(projection, expected, by)].map(byHash);

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
