import { column, readTable, type RowFold, rowsOf, rowsProjection } from '#projections';
import { borrowersAmended } from './borrower-amended.table.js';
import { type BorrowerPage, borrowerPage, described } from './borrower-page.js';

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
