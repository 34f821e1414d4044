import { rowsOf, rowsProjection } from '#projections';
import { loanPageTable } from './loan-page.table.js';

/** Every loan as it stands. */
export const loanBookProjection = rowsProjection('loan-book', 1, [rowsOf(loanPageTable)]);
