import { byDisbursement, byStream, checkerOf, rowsChecker, summedPart } from '#projections';
import {
  allocationPageTable,
  bailoutBookProjection,
  bailoutProgrammePageTable,
  disbursementPageTable,
} from './bailout-book.projection.js';
import {
  addedToAllocationsSql,
  expectedAllocationsSql,
  expectedBailoutProgrammesSql,
  expectedDisbursementsSql,
} from './expected-bailout-sql.js';

const rows = rowsChecker(bailoutBookProjection.name, [
  {
    table: disbursementPageTable.table,
    rows: expectedDisbursementsSql,
    by: byDisbursement,
  },
  {
    table: bailoutProgrammePageTable.table,
    rows: expectedBailoutProgrammesSql,
    by: byStream('bailout-programme', `'bailout-programme-' || code`),
  },
]);

/** A disbursement with its returns, or an amount that was granted: two of `/` are in no name of a disbursement. */
const byDisbursementOrGrant: typeof byDisbursement = {
  ...byDisbursement,
  ofFacts: `${byDisbursement.ofFacts}
    union all select stream || '//' || revision from block where type = 'AllocationGranted'`,
  facts: `
    select disbursed.* from (${byDisbursement.facts}) disbursed
    union all
    select found.* from subject cross join lateral (
      select * from facts where stream = split_part(subject.subject, '//', 1)
         and revision = split_part(subject.subject, '//', 2)::integer offset 0) found
     where strpos(subject.subject, '//') > 0`,
};

const allocations = summedPart(rows.projection, {
  table: allocationPageTable.table,
  numbers: ['granted', 'used'],
  added: addedToAllocationsSql,
  by: byDisbursementOrGrant,
  rows: expectedAllocationsSql,
});

/** Every row of the book, derived a second time. */
export const bailoutBookChecker = checkerOf(rows.projection, [...rows.parts, allocations]);
