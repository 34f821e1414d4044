import type pg from 'pg';
import type { SequencedFact } from '#facts';
import { type Amendments, standingFacts } from '#history';
import type { InstitutionCode } from '#identifiers';
import {
  changeRows,
  changingTypesSql,
  column,
  existingRows,
  factColumns,
  readTable,
  type Row,
  type RowFold,
  rowsOf,
  rowsProjection,
  type TableChange,
} from '#projections';
import { type BorrowerPage, borrowerPage, described, describedBy } from './borrower-page.js';

/*
 * A borrower is described by the last fact that stands, in its own place: a correction of an older one changes nothing, and when the last
 * one is reversed the one before describes it. Which that is stands in the row; what it says as it stands is read from the facts.
 */

/** A fact that describes a borrower and was corrected or reversed. */
interface ChangedDescription {
  readonly key: readonly [borrowerKey: string, institution: InstitutionCode];
  readonly seq: number;
  readonly isGone: boolean;
}

const changedDescriptions = (amendments: Amendments): readonly ChangedDescription[] =>
  [...amendments.values()].flatMap(({ fact, before, after }) => {
    const isChanged = ({ revision }: SequencedFact): boolean => revision === fact.data.corrects.revision;
    const original = before.find(isChanged);
    const found = original && described(original);
    if (!original || !found) return [];
    return [
      {
        key: [found.borrower.id, found.institution] as const,
        seq: original.seq,
        isGone: !after.some(isChanged),
      },
    ];
  });

/** Facts that stand, as they stand. */
const standingSql = `
  with described as (select * from facts where seq = any($1::bigint[]))
  select ${factColumns('described')} from described
  union all
  select ${factColumns('change')}
    from described join facts change on change.stream = described.stream
                                    and (change.data->'corrects'->>'revision')::integer = described.revision
   where change.type in (${changingTypesSql}) and change.seq <= $2
   order by stream, revision`;

/** Those that were described before all that a row remembers: a search through the log, for rows that forgot some. */
const forgottenSql = `
  select seq from facts described
   where institution = $1 and data->'borrower'->>'id' = $2 and seq < $3
     and not exists (
       select from facts reversal
        where reversal.stream = described.stream and reversal.type = 'FactReversed' and reversal.seq <= $4
          and (reversal.data->'corrects'->>'revision')::integer = described.revision)
   order by seq desc limit 100`;

const forgotten = async (
  { institution, borrowerKey, seq }: BorrowerPage,
  upTo: number,
  connection: pg.ClientBase,
): Promise<readonly number[]> => {
  const { rows } = await connection.query<{ seq: number }>(forgottenSql, [
    institution,
    borrowerKey,
    seq,
    upTo,
  ]);
  return rows.map((row) => row.seq);
};

/** By which fact a row is described after the changes, and what came before that; undefined: by none. */
interface Described {
  readonly row: Row<BorrowerPage>;
  readonly seq: number | undefined;
  readonly before: readonly number[];
  /** Whether it is by the same fact, as it was. */
  readonly isSame: boolean;
}

const describedAfter = async (
  row: Row<BorrowerPage>,
  changes: readonly ChangedDescription[],
  upTo: number,
  connection: pg.ClientBase,
): Promise<Described> => {
  const { page } = row;
  const gone = new Set(changes.filter(({ isGone }) => isGone).map(({ seq }) => seq));
  const known = [page.seq, ...page.before].filter((seq) => !gone.has(seq));
  const isForgotten = known.length === 0 && page.isCut === true;
  const [seq, ...before] = isForgotten ? await forgotten(page, upTo, connection) : known;
  return {
    row,
    seq,
    before,
    isSame: seq === page.seq && !changes.some((change) => change.seq === seq),
  };
};

/** By their seqs. */
const standing = async (
  seqs: readonly number[],
  upTo: number,
  connection: pg.ClientBase,
): Promise<ReadonlyMap<number, SequencedFact>> => {
  if (seqs.length === 0) return new Map();
  const { rows } = await connection.query<SequencedFact>(standingSql, [seqs, upTo]);
  const streams = new Map<string, SequencedFact[]>();
  for (const fact of rows) {
    const others = streams.get(fact.stream);
    if (others) others.push(fact);
    else streams.set(fact.stream, [fact]);
  }
  return new Map([...streams.values()].flatMap(standingFacts).map((fact) => [fact.seq, fact]));
};

/** After the rows have taken in what was described. */
const borrowersAmended = (rowFold: RowFold<BorrowerPage>): TableChange => ({
  table: rowFold.table,
  apply: async (facts, amendments, connection) => {
    const changes = changedDescriptions(amendments);
    const upTo = facts.at(-1)?.seq;
    if (changes.length === 0 || upTo === undefined) return;
    const keys = new Map(changes.map(({ key }) => [key.join(' '), key]));
    const rows = await existingRows(rowFold, [...keys.values()], connection);
    const described: Described[] = [];
    for (const row of rows) {
      const own = changes.filter((change) => change.key.join(' ') === row.key.join(' '));
      described.push(await describedAfter(row, own, upTo, connection));
    }
    const asTheyStand = await standing(
      described.flatMap(({ seq, isSame }) => (seq === undefined || isSame ? [] : seq)),
      upTo,
      connection,
    );
    const after = described.map(({ row: { key, page }, seq, before, isSame }) => {
      const fact = seq === undefined ? undefined : asTheyStand.get(seq);
      return {
        key,
        page: isSame ? { ...page, before } : fact && describedBy(fact, before, page.isCut === true),
      };
    });
    const written = after.flatMap(({ key, page }) =>
      page ? [{ key, page, presence: 'unknown' as const }] : [],
    );
    const removed = after.flatMap(({ key, page }) => (page ? [] : [key]));
    await changeRows(rowFold, { written, removed }, connection);
  },
});

/** One row for each borrower and institution that reported something of it. */
export const borrowerPageTable: RowFold<BorrowerPage> = {
  table: readTable('borrower_page', { borrower_key: column.key, institution: column.key, page: column.json }),
  keysOf: (fact) => {
    const found = described(fact);
    return found ? [[found.borrower.id, found.institution]] : [];
  },
  fold: borrowerPage,
};

/** Every borrower, as each institution last described it. */
export const borrowerBookProjection = rowsProjection('borrower-book', 2, [
  rowsOf(borrowerPageTable),
  borrowersAmended(borrowerPageTable),
]);
