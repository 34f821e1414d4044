import type pg from 'pg';
import { type FactType, type SequencedFact, typesThat } from '#facts';
import type { MeasureInForce } from '#figures';
import { factColumns, isAppliedSql, putRows } from '#projections';
import { countFacts } from '../tables/add-up.table.js';
import type { BlockSizes } from '../tables/blocks.js';
import { subjectRows, type SubjectRows, subjectsIn } from '../tables/figures.table.js';
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
  holdActive: false,
  read: async (client, subjects) => {
    const { rows } = await client.query<Parameters<typeof subjectsIn>[0][number]>(
      'select subject, state from back_filled_subject where computation = $1 and subject = any($2::text[])',
      [run, subjects],
    );
    return subjectsIn(rows);
  },
  write: (client, subjects, known) =>
    putRows(
      client,
      backFilledSubject,
      subjectRows(subjects, known).map(({ presence, cells }) => ({
        presence,
        cells: { ...cells, computation: run },
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

/** Removes subjects of measures that are filled in, some of them; whether there were any. The follower has its own. */
export const removeFilled = async (client: pg.ClientBase, most: number): Promise<boolean> => {
  const { rowCount } = await client.query(
    `delete from back_filled_subject where (subject, computation) in (
       select subject, computation from back_filled_subject filled
       where not exists (select from figure_back_fill open where open.target = 0 and open.computation = filled.computation)
       order by subject, computation limit $1)`,
    [most],
  );
  return (rowCount ?? 0) > 0;
};
