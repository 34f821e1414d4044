import { type Checker, checkedSeqSql, isAppliedSql, type Mismatch } from './checker.js';

/** How the rows of one table follow from the facts, said in SQL and nowhere in the code that writes them. */
export interface ExpectedRows {
  readonly table: string;
  readonly key: readonly string[];
  /**
   * A query that gives every column of every row that should be there; `told` are the facts up to the checkpoint, `standing` those that
   * stand there.
   */
  readonly rows: string;
  /** Members of the page that are not compared: what a row remembers so that it can follow a reversal. */
  readonly remembered?: readonly string[];
}

/** Enough to see what is wrong; a projection that went astray would give all its rows. */
const mostMismatches = 100;

/**
 * With `told` before it: of each fact that was corrected or reversed the last change; and the facts that stand, as they were corrected.
 */
const standingSql = `change as materialized (
      select distinct on (stream, (data->'corrects'->>'revision')::integer)
             stream, (data->'corrects'->>'revision')::integer as revision, type as changed, data->'replacement' as replacement
        from told where type in ('FactCorrected', 'FactReversed')
       order by stream, (data->'corrects'->>'revision')::integer, seq desc
    ), standing as not materialized (
      select told.seq, told.stream, told.revision, told.type, told.institution, told.recorded_at, told.metadata,
             coalesce((replacement->>'effectiveDate')::date, told.effective_date) as effective_date,
             coalesce(replacement, told.data) as data, changed is not null as is_changed
        from told left join change using (stream, revision)
       where changed is distinct from 'FactReversed' and told.type not in ('FactCorrected', 'FactReversed')
    )`;

/**
 * The facts are read again wherever `told` stands: kept aside they would be written out once more, all of them. Comparing rows as
 * JSON tells missing, surplus and different ones with all their columns, whatever their types.
 */
const mismatchesSql = ({ table, key, rows, remembered = [] }: ExpectedRows): string => {
  const keyOf = (row: string): string =>
    key.map((column) => `${row}.${column}::text collate "C" as ${column}`).join(', ');
  const named = key.join(', ');
  const unremembered = remembered.map((member) => ` #- '{page,${member}}'`).join('');
  return `
    with told as not materialized (
      select * from facts where seq <= ${checkedSeqSql('$1')} and ${isAppliedSql('$1')}
    ), ${standingSql}, expected as (
      select ${keyOf('derived')}, to_jsonb(derived) as content from (${rows}) derived
    ), found as (
      select ${keyOf('stored')}, to_jsonb(stored)${unremembered} as content from ${table} stored
    )
    select '${table}' as table, concat_ws(' ', ${named}) as key,
           expected.content as expected, found.content as found
      from expected full join found using (${named})
     where expected.content is distinct from found.content
     order by ${named}
     limit ${mostMismatches}`;
};

/** A checker that lets the database derive the rows, and hands over only those that differ. */
export const rowsChecker = (projection: string, tables: readonly ExpectedRows[]): Checker => ({
  projection,
  check: async (client) => {
    const mismatches: Mismatch[] = [];
    for (const table of tables) {
      const { rows } = await client.query<Mismatch>(mismatchesSql(table), [projection]);
      mismatches.push(...rows);
    }
    return mismatches;
  },
});
