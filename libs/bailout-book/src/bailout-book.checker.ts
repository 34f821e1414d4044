import { byDisbursement, byStream, rowsChecker } from '#projections';
import { bailoutBookProjection } from './bailout-book.projection.js';
import {
  expectedAllocationsSql,
  expectedBailoutProgrammesSql,
  expectedDisbursementsSql,
} from './expected-bailout-sql.js';

/** Every row of the book, derived a second time. */
export const bailoutBookChecker = rowsChecker(bailoutBookProjection.name, [
  {
    table: 'disbursement_page',
    key: ['institution', 'programme', 'disbursement_id'],
    rows: expectedDisbursementsSql,
    by: byDisbursement,
  },
  // A sum over all that a bank disbursed in a programme: no part of these facts says anything of its row.
  { table: 'allocation_page', key: ['institution', 'programme'], rows: expectedAllocationsSql },
  {
    table: 'bailout_programme_page',
    key: ['code'],
    rows: expectedBailoutProgrammesSql,
    by: byStream('bailout-programme', `'bailout-programme-' || code`),
  },
]);
