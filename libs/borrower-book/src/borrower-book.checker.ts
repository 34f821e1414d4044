import { byChangedFact, rowsChecker, type SlicedBy } from '#projections';
import { borrowerBookProjection, borrowerPageTable } from './borrower-book.projection.js';

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

const describing = `('LoanOpened', 'LoanIssued', 'FirstTimeClaimed', 'BailoutDisbursed')`;

/**
 * One fact with what changed it: facts are not found by their borrower. A row is right when it says what the fact says that it rests on, and
 * no fact that stands is later than that one. The first is seen from the rows, the other from the facts.
 */
const byFact: SlicedBy = {
  ...byChangedFact,
  ofFacts: `
    select stream || '/' || revision as subject from block where type in ${describing}
    union all
    select stream || '/' || (data->'corrects'->>'revision') from block where type in ('FactCorrected', 'FactReversed')`,
  ofRows: `
    select said.stream || '/' || said.revision as subject
      from chosen cross join lateral (select * from facts where facts.seq = (chosen.page->>'seq')::bigint offset 0) said`,
  isLater: `(stored.page->>'seq')::bigint > (derived.page->>'seq')::bigint`,
};

/** Every row of the book, derived a second time. */
export const borrowerBookChecker = rowsChecker(borrowerBookProjection.name, [
  {
    table: borrowerPageTable.table,
    rows: expectedBorrowersSql,
    remembered: ['before', 'isCut'],
    by: byFact,
  },
]);
