import { byDisbursement, byStream, rowsChecker } from '#projections';
import { allocationPageTable } from './allocations/allocation-page.table.js';
import { bailoutBookProjection } from './bailout-book.projection.js';
import {
  expectedAllocationsSql,
  expectedBailoutProgrammesSql,
  expectedDisbursementsSql,
} from './expected-bailout-sql.js';
import { disbursementPageTable } from './disbursements/disbursement-page.table.js';
import { bailoutProgrammePageTable } from './programmes/bailout-programme-page.table.js';

/** Every row of the book, derived a second time. */
export const bailoutBookChecker = rowsChecker(bailoutBookProjection.name, [
  {
    table: disbursementPageTable.table,
    rows: expectedDisbursementsSql,
    by: byDisbursement,
  },
  // A sum over all that a bank disbursed in a programme: no part of these facts says anything of its row.
  { table: allocationPageTable.table, rows: expectedAllocationsSql },
  {
    table: bailoutProgrammePageTable.table,
    rows: expectedBailoutProgrammesSql,
    by: byStream('bailout-programme', `'bailout-programme-' || code`),
  },
]);
