import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { readAmendments } from './amendments.query.js';
import type { Projection } from './projection.js';
import type { RowFold } from './row-fold.js';
import { applyToRows } from './row-fold.table.js';

/** Applies a batch to one table. */
type ApplyToTable = (
  facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
) => Promise<void>;

/** Binds the page's type to its table, so that tables of different pages can stand in one list. */
export const rowsOf =
  <Page extends object>(rowFold: RowFold<Page>): ApplyToTable =>
  (facts, amendments, connection) =>
    applyToRows(rowFold, facts, amendments, connection);

/** A projection made of tables that are independent of each other. */
export const rowsProjection = (
  name: string,
  version: number,
  tables: readonly ApplyToTable[],
): Projection => ({
  name,
  version,
  parks: true,
  apply: async (facts, connection) => {
    const amendments = await readAmendments(connection, facts);
    for (const apply of tables) await apply(facts, amendments, connection);
  },
});
