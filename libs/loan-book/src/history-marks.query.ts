import type pg from 'pg';
import type { LoanHistoryItem, MarkedFact } from '#contract';
import { changeOf } from '#facts';
import { isAppliedSql } from '#projections';
import { loanBookProjection } from './loan-book.projection.js';
import type { KnownThen } from './loan-history.js';

/*
 * Which facts of a loan were corrected or reversed later, and which fact a correction or reversal concerns. The state at a fact stays as it was
 * known then, so this is all that says that the fact is not in force any more.
 */

/** A fact by its place in the stream. */
interface PlacedFact extends MarkedFact {
  readonly revision: number;
}

/** A correction or reversal, with the place of the fact that it concerns. */
interface Change extends PlacedFact {
  readonly concerned: number;
}

const isShown = `seq <= (select seq from projection_checkpoints where name = $3) and ${isAppliedSql('$3')}`;

/** The last change of each fact, by an index of changes alone. A fact may be corrected a thousand times. */
const changesSql = `
  select distinct on (concerned) (data->'corrects'->>'revision')::integer as concerned, revision, seq, type
    from facts
   where stream = $1 and (data->'corrects'->>'revision')::integer = any($2)
     and (type = 'FactCorrected' or type = 'FactReversed') and ${isShown}
   order by concerned, revision desc`;

const placedSql = `select revision, seq, type from facts where stream = $1 and revision = any($2) and ${isShown}`;

const marked = ({ seq, type }: MarkedFact): MarkedFact => ({ seq, type });

/** A correction is marked by a later change of the fact that it concerns, since what it said is not in force any more either. */
const withMarks =
  (changes: ReadonlyMap<number, Change>, placed: ReadonlyMap<number, MarkedFact>) =>
  (item: KnownThen): LoanHistoryItem => {
    const { fact } = item;
    const concerned = changeOf(fact)?.data.corrects.revision;
    const found = concerned === undefined ? undefined : placed.get(concerned);
    const last = changes.get(concerned ?? fact.revision);
    return {
      ...item,
      changes: found ? marked(found) : null,
      changedBy: last && last.revision > fact.revision ? marked(last) : null,
    };
  };

/** Items of one page of a loan's history, with what each changes and by what it was changed. */
export const markedItems = async (
  pool: pg.Pool,
  stream: string,
  items: readonly KnownThen[],
): Promise<readonly LoanHistoryItem[]> => {
  const read = async <Row extends PlacedFact>(sql: string, revisions: readonly number[]) =>
    revisions.length === 0
      ? []
      : (await pool.query<Row>(sql, [stream, revisions, loanBookProjection.name])).rows;
  const facts = items.map(({ fact }) => fact);
  const concerned = facts.flatMap((fact) => changeOf(fact)?.data.corrects.revision ?? []);
  const onPage = new Set(facts.map(({ revision }) => revision));
  const elsewhere = [...new Set(concerned)].filter((revision) => !onPage.has(revision));
  const changes = await read<Change>(changesSql, [...onPage, ...elsewhere]);
  const placed = [...facts, ...(await read(placedSql, elsewhere))];
  return items.map(
    withMarks(
      new Map(changes.map((change) => [change.concerned, change])),
      new Map(placed.map((fact) => [fact.revision, fact])),
    ),
  );
};
