import { byStream, rowsChecker, type SlicedBy } from '#projections';
import { bailoutBookProjection } from './bailout-book.projection.js';
import {
  expectedAllocationsSql,
  expectedBailoutProgrammesSql,
  expectedDisbursementsSql,
} from './expected-bailout-sql.js';

const recording = `(type = 'BailoutDisbursed' or type = 'BailoutReturned')`;

/**
 * One disbursement with its returns: a bank's stream in a programme has very many. `/` is in no id. Where the database takes the index of
 * streams for the better one, it reads that stream for each of them.
 */
const byDisbursement: SlicedBy = {
  ofFacts: `
    select stream || '/' || (data->>'disbursementId') as subject from block where ${recording}
    union all
    select original.stream || '/' || (original.data->>'disbursementId')
      from block change cross join lateral (
        select * from facts where facts.stream = change.stream
           and facts.revision = (change.data->'corrects'->>'revision')::integer offset 0) original
     where change.type in ('FactCorrected', 'FactReversed') and original.type in ('BailoutDisbursed', 'BailoutReturned')`,
  ofRows: `select 'bailout-' || institution || '-' || programme || '/' || disbursement_id as subject from chosen`,
  facts: `
    with own as materialized (
      select found.* from subject cross join lateral (
        select * from facts where stream = split_part(subject.subject, '/', 1)
           and data->>'disbursementId' = split_part(subject.subject, '/', 2) and ${recording} offset 0) found
    )
    select * from own
    union all
    select changes.* from own cross join lateral (
      select * from facts where facts.stream = own.stream and (data->'corrects'->>'revision')::integer = own.revision
         and (type = 'FactCorrected' or type = 'FactReversed') offset 0) changes`,
};

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
