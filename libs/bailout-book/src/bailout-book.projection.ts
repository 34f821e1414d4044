import { rowsOf, rowsProjection } from '#projections';
import { allocationPageTable } from './allocations/allocation-page.table.js';
import { disbursementPageTable } from './disbursements/disbursement-page.table.js';
import { bailoutProgrammePageTable } from './programmes/bailout-programme-page.table.js';

/** Disbursements, allocations and bailout programmes as they stand. */
export const bailoutBookProjection = rowsProjection('bailout-book', 2, [
  rowsOf(disbursementPageTable),
  rowsOf(allocationPageTable),
  rowsOf(bailoutProgrammePageTable),
]);
