import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { readAmendments } from './amendments.query.js';
import type { Projection } from './projection.js';
import type { ReadTable } from './read-table.table.js';
import type { RowFold } from './row-fold.js';
import { applyToRows } from './row-fold.table.js';

/** How a batch changes the rows of one table. */
export interface TableChange {
  readonly table: ReadTable;
  apply(facts: readonly SequencedFact[], amendments: Amendments, connection: pg.ClientBase): Promise<void>;
}

/** Binds the page's type to its table, so that tables of different pages can stand in one list. */
export const rowsOf = <Page extends object>(rowFold: RowFold<Page>): TableChange => ({
  table: rowFold.table,
  apply: (facts, amendments, connection) => applyToRows(rowFold, facts, amendments, connection),
});

/** A projection made of tables that are independent of each other. */
export const rowsProjection = (
  name: string,
  version: number,
  changes: readonly TableChange[],
): Projection => ({
  name,
  version,
  tables: [...new Set(changes.map(({ table }) => table))],
  parks: true,
  apply: async (facts, connection) => {
    const amendments = await readAmendments(connection, facts);
    for (const change of changes) await change.apply(facts, amendments, connection);
  },
});
