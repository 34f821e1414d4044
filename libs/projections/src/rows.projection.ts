import type { Projection } from './projection.js';
import type { RowFold } from './row-fold.js';
import { applyToRows } from './row-fold.table.js';

/** Binds the page's type to its table, so that tables of different pages can stand in one list. */
export const rowsOf =
  <Page extends object>(rowFold: RowFold<Page>): Projection['apply'] =>
  (facts, connection) =>
    applyToRows(rowFold, facts, connection);

/** A projection made of tables that are independent of each other. */
export const rowsProjection = (
  name: string,
  version: number,
  tables: readonly Projection['apply'][],
): Projection => ({
  name,
  version,
  apply: async (facts, connection) => {
    for (const apply of tables) await apply(facts, connection);
  },
});
