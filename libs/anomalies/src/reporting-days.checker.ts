import type pg from 'pg';
import { type CheckedPart, checkedSeqSql, isAppliedSql, type Mismatch, partOfRows } from '#projections';
import { dayRecordedSql, expectedReportingDaysSql } from './expected-rows-sql.js';
import { signalReportingDays } from './reporting.js';

/*
 * Checks the reporting days of institutions. Facts are in the order of recording, so a day is complete where the next one begins. The
 * counts of a block's last day are carried over to the next block, in the text of the place, and complete days are compared.
 */

interface Day {
  readonly institution: string;
  readonly day: string;
  readonly page: object;
}

/** A place among the facts, with the days that are not complete by then. */
interface Place {
  readonly seq: number;
  readonly days: readonly Day[];
}

const placeAt = (text: string | null): Place =>
  text === null ? { seq: 0, days: [] } : (JSON.parse(text) as Place);

const name = `'anomalies'`;

const sum = (member: string): string =>
  `(before.page->>'${member}')::bigint + (added.page->>'${member}')::bigint`;

const firstTen = (member: string): string => `(
  select coalesce(jsonb_agg(seq order by place) filter (where place <= 10), '[]')
    from jsonb_array_elements(before.page->'${member}' || (added.page->'${member}')) with ordinality as fact (seq, place))`;

/** `reached`: the days of a block, with those carried over. Parameters: the carried days, and the bounds of the block. */
const reachedSql = `
  applied as materialized (
    select * from facts where seq > $2::bigint and seq <= least($3::bigint, ${checkedSeqSql(name)}) and ${isAppliedSql(name)}),
  added as materialized (${expectedReportingDaysSql}),
  before as materialized (
    select * from jsonb_to_recordset($1::jsonb) as carried (institution text, day text, page jsonb)),
  reached as materialized (
    select institution, day, case when added.page is null then before.page when before.page is null then added.page
           else jsonb_build_object(
             'reports', ${sum('reports')}, 'late', ${sum('late')}, 'corrections', ${sum('corrections')},
             'firstSeq', before.page->'firstSeq', 'lastSeq', added.page->'lastSeq',
             'lateFacts', ${firstTen('lateFacts')}, 'correctionFacts', ${firstTen('correctionFacts')}) end as page
      from before full join added using (institution, day))`;

const parameters = (before: Place, end: number): unknown[] => [JSON.stringify(before.days), before.seq, end];

/** The incomplete days at the end of a block, to be carried over. */
const carriedTo = async (client: pg.ClientBase, before: Place, seq: number): Promise<Place> => {
  const { rows } = await client.query<Day>(
    `with ${reachedSql} select institution, day, page from reached where day = (select max(day) from reached)`,
    parameters(before, seq),
  );
  return { seq, days: rows };
};

/** Compares the days that are complete by the end of a block, or all of them in the last one. */
const differing = (isLast: boolean): string => `
  with ${reachedSql}
  select 'signal_reporting_day' as table, concat_ws(' ', reached.institution, reached.day) as key,
         to_jsonb(reached) as expected, found.content as found
    from reached left join lateral (
      select to_jsonb(stored) as content from signal_reporting_day stored
       where stored.institution = reached.institution and stored.day = reached.day offset 0) found on true
   where to_jsonb(reached) is distinct from found.content
     and (${isLast} or reached.day < (select max(day) from reached)) limit 100`;

const byFacts: CheckedPart = {
  name: 'signal_reporting_day by facts',
  isCarried: true,
  sliceEnd: async (client, after, most) => {
    const before = placeAt(after);
    const { rows } = await client.query<{ seq: number | null }>(
      `select ${checkedSeqSql(name)}::float8 as seq`,
    );
    const end = before.seq + most;
    return end < (rows[0]?.seq ?? 0) ? JSON.stringify(await carriedTo(client, before, end)) : null;
  },
  check: async (client, { after, upTo }) => {
    const end = upTo === null ? Number.MAX_SAFE_INTEGER : placeAt(upTo).seq;
    const { rows } = await client.query<Mismatch>(differing(upTo === null), parameters(placeAt(after), end));
    return rows;
  },
};

/** Finds rows without facts: by the fact that a row names as its first. */
const ofRows = partOfRows({ table: signalReportingDays.table }, async (client, rows, bounds) => {
  const found = await client.query<Mismatch>(
    `select 'signal_reporting_day' as table, concat_ws(' ', stored.institution, stored.day) as key,
            null as expected, to_jsonb(stored) as found
       from signal_reporting_day stored left join lateral (
         select true as is_there from facts
          where seq = (stored.page->>'firstSeq')::bigint and institution = stored.institution
            and ${dayRecordedSql('facts')} = stored.day and ${isAppliedSql(name)} offset 0) first on true
      where ${rows} and is_there is null limit 100`,
    [...bounds],
  );
  return found.rows;
});

export const reportingDaysParts: readonly CheckedPart[] = [byFacts, ofRows];
