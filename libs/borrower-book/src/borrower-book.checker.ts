import { rowsChecker } from '#projections';
import { borrowerBookProjection } from './borrower-book.projection.js';

/** The last fact of an institution that stands with a borrower in it, whatever else it says. */
const expectedBorrowersSql = `
  select distinct on (data->'borrower'->>'id', institution)
         data->'borrower'->>'id' as borrower_key, institution,
         jsonb_build_object(
           'borrowerKey', data->'borrower'->'id', 'institution', institution, 'kind', data->'borrower'->'kind',
           'size', data->'borrower'->'size', 'district', data->'borrower'->'district',
           'industry', data->'borrower'->'industry', 'name', data->'borrower'->'name', 'seq', seq) as page
    from standing
   where type in ('LoanOpened', 'LoanIssued', 'FirstTimeClaimed', 'BailoutDisbursed')
   order by data->'borrower'->>'id', institution, seq desc`;

/** Every row of the book, derived a second time. */
export const borrowerBookChecker = rowsChecker(borrowerBookProjection.name, [
  {
    table: 'borrower_page',
    key: ['borrower_key', 'institution'],
    rows: expectedBorrowersSql,
    remembered: ['before', 'isCut'],
  },
]);
