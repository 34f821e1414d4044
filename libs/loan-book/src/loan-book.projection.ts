import { rowsOf, rowsProjection } from '#projections';
import { claimPageTable } from './claims/claim-page.table.js';
import { formerLoans } from './former-loans.table.js';
import { loanPageTable } from './loan-page.table.js';

/** Every loan as it stands, and every claim for it. */
export const loanBookProjection = rowsProjection('loan-book', 2, [
  rowsOf(loanPageTable),
  rowsOf(claimPageTable),
  formerLoans,
]);
