import { rowsOf, rowsProjection } from '#projections';
import { borrowerPageTable } from './borrower-page.table.js';

/** Every borrower, as each institution last described it. */
export const borrowerBookProjection = rowsProjection('borrower-book', 1, [rowsOf(borrowerPageTable)]);
