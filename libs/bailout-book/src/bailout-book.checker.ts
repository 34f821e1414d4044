import { rowsChecker } from '#projections';
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
  },
  { table: 'allocation_page', key: ['institution', 'programme'], rows: expectedAllocationsSql },
  { table: 'bailout_programme_page', key: ['code'], rows: expectedBailoutProgrammesSql },
]);
