import type pg from 'pg';
import { type FactType, type SequencedFact, typesThat } from '#facts';
import { type MeasureInForce, subjectFromRow, subjectToRow } from '#figures';
import { factColumns, isAppliedSql, putRows } from '#projections';
import { countFacts } from '../tables/add-up.table.js';
import type { BlockSizes } from '../tables/blocks.js';
import { type StoredSubject, type SubjectRows } from '../tables/figures.table.js';
import { backFilledSubject } from '../tables/read-tables.table.js';
import { blocksOfMeasures, rollUpEnded } from '../tables/roll-up.table.js';
import { readSubjectChanges } from '../tables/subject-changes.query.js';
import { computedMeasures, type OpenBackFill } from './back-fill.table.js';

/** What bears on subjects whatever is counted: it says what facts are counted under, or takes them back. */
const bearing: readonly FactType[] = typesThat(
  ({ subject, bearing: bears }) =>
    subject === 'fact' ||
    (['loan', 'disbursement'].includes(subject) && (bears === 'begins' || bears === 'takes-back')),
);

const typesOf = (measures: readonly MeasureInForce[]): readonly string[] => [
  ...new Set([...bearing, ...measures.flatMap(({ data }) => data.sources.map(({ fact }) => fact))]),
];

const factsBetween = async (
  client: pg.ClientBase,
  after: number,
  to: number,
  types: readonly string[],
): Promise<readonly SequencedFact[]> => {
  const { rows } = await client.query<SequencedFact>(
    `select ${factColumns('facts')} from facts
      where seq > $1 and seq <= $2 and type = any($3::text[]) and ${isAppliedSql("'targets'")} order by seq`,
    [after, to, types],
  );
  return rows;
};

/** Subjects as far as the measures that are filled in together are; the follower's own are further. */
const subjectsUnder = (run: number): SubjectRows => ({
  read: async (client, subjects) => {
    const { rows } = await client.query<StoredSubject>(
      'select subject, state from back_filled_subject where computation = $1 and subject = any($2::text[])',
      [run, subjects],
    );
    const read = new Map(rows.map(({ subject, state }) => [subject, subjectFromRow(state)]));
    return { subjects: read, stored: new Set(read.keys()) };
  },
  write: (client, subjects, { stored }) =>
    putRows(
      client,
      backFilledSubject,
      [...subjects].map(([subject, state]) => ({
        presence: stored.has(subject) ? 'present' : 'absent',
        cells: { subject, computation: run, state: JSON.stringify(subjectToRow(state)) },
      })),
    ),
});

interface Slice {
  /** Under which the subjects of measures that are counted together stand. */
  readonly run: number;
  readonly after: number;
  readonly upTo: number;
}

/** Counts facts of the log for measures, as the follower would have: with the same functions, fact after fact. */
export const countHistoryOf = async (
  client: pg.ClientBase,
  measures: readonly MeasureInForce[],
  { run, after, upTo }: Slice,
): Promise<void> => {
  const facts = await factsBetween(client, after, upTo, typesOf(measures));
  const changes = await readSubjectChanges(client, facts);
  await countFacts(client, measures, { facts, changes }, subjectsUnder(run));
};

/** The same for the measures of a back-fill, with the blocks that end there. */
export const countHistory = async (
  client: pg.ClientBase,
  open: readonly OpenBackFill[],
  { upTo, sizes }: { readonly upTo: number; readonly sizes: BlockSizes },
): Promise<void> => {
  const [first] = open;
  if (!first) return;
  const { computation: run, seq: after } = first;
  const computations = open.map(({ computation }) => computation);
  const measures = await computedMeasures(client, computations);
  await countHistoryOf(client, measures, { run, after, upTo });
  await rollUpEnded(client, after, upTo, sizes, blocksOfMeasures(computations));
};

/**
 * Joins what came of measures that are filled in with the subjects that the follower keeps, some of them; whether there were any.
 * Called while the follower waits.
 */
export const joinSubjects = async (client: pg.ClientBase, most: number): Promise<boolean> => {
  const { rows } = await client.query<{ joined: number }>(
    `with gone as (
       delete from back_filled_subject where (subject, computation) in (
         select subject, computation from back_filled_subject filled
         where not exists (select from figure_back_fill open where open.target = 0 and open.computation = filled.computation)
         order by subject, computation limit $1)
       returning subject, state
     ), cells as (
       select subject, jsonb_agg(cell) as added from gone cross join json_array_elements(state->'standing') as cell group by subject
     ), joined as (
       update figure_subject known
       set state = jsonb_set(state::jsonb, '{standing}', (state->'standing')::jsonb || added)::json
       from cells where cells.subject = known.subject
     )
     select count(*)::integer as joined from gone`,
    [most],
  );
  return (rows[0]?.joined ?? 0) > 0;
};
