import { byDisbursement, byStream, checkerOf, rowsChecker, summedPart } from '#projections';
import {
  allocationPageTable,
  bailoutBookProjection,
  bailoutProgrammePageTable,
  disbursementPageTable,
} from './bailout-book.projection.js';

/*
 * The rows of this book once more, as aggregates over the facts. Nothing here is shared with the folds, not even which kinds
 * count.
 */

const counting = `('RELIEF_LOAN', 'JOB_STABILITY_LOAN', 'GUARANTEED_RELIEF', 'BRIDGE', 'RELENDING_FUNDED')`;

const money = (member: string): string => `(data->>'${member}')::numeric`;

/** The last fact about each disbursement, corrections and reversals too. */
const latest = `
  select stream, disbursement_id, max(seq) as seq from (
    select stream, data->>'disbursementId' as disbursement_id, seq
      from applied where type in ('BailoutDisbursed', 'BailoutReturned')
    union all
    select change.stream, original.data->>'disbursementId', change.seq
      from applied change join applied original
        on original.stream = change.stream and original.revision = (change.data->'corrects'->>'revision')::integer
     where change.type in ('FactCorrected', 'FactReversed') and original.type in ('BailoutDisbursed', 'BailoutReturned')
  ) said group by stream, disbursement_id`;

/** Every column of `disbursement_page`, from `applied` and `standing`. */
const expectedDisbursementsSql = `
  with returned as (
    select stream, data->>'disbursementId' as disbursement_id, sum(${money('amount')}) as amount
      from standing where type = 'BailoutReturned' group by stream, data->>'disbursementId'
  ), disbursed as (
    select standing.*, data->>'disbursementId' as disbursement_id, data->>'programme' as programme, data->>'kind' as kind,
           data->'borrower' as borrower, ${money('amount')} as amount
      from standing where type = 'BailoutDisbursed'
  )
  select institution, programme, disbursement_id, kind, borrower->>'id' as borrower_key, data->>'loanId' as loan_id,
         effective_date,
         jsonb_build_object(
           'institution', institution, 'programme', programme, 'disbursementId', disbursement_id, 'kind', kind,
           'counts', kind in ${counting}, 'borrower', borrower, 'loanId', data->'loanId',
           'effectiveDate', effective_date, 'amount', disbursed.amount::text,
           'returned', coalesce(returned.amount, 0.00)::text,
           'net', (disbursed.amount - coalesce(returned.amount, 0.00))::text,
           'seq', latest.seq) as page
    from disbursed join (${latest}) latest using (stream, disbursement_id)
    left join returned using (stream, disbursement_id)`;

/** Where something counted at some time there is a row for ever. A return counts as its disbursement does, should that be another by now. */
const addedToAllocationsSql = `
  with corrected as (
    select stream, data->>'disbursementId' as disbursement_id, data->>'kind' as kind
      from standing where type = 'BailoutDisbursed' and is_changed
  ), moved as (
    select data->>'institution' as institution, data->>'programme' as programme,
           ${money('amount')} as granted, 0.00 as used
      from applied where type = 'AllocationGranted'
    union all
    select institution, data->>'programme', 0.00,
           case type when 'BailoutDisbursed' then ${money('amount')} else -${money('amount')} end
      from standing
      left join corrected on type = 'BailoutReturned' and corrected.stream = standing.stream
                         and disbursement_id = data->>'disbursementId'
     where type in ('BailoutDisbursed', 'BailoutReturned')
       and coalesce(corrected.kind in ${counting}, (data->>'counts')::boolean, data->>'kind' in ${counting})
    union all
    select institution, coalesce(data->'replacement'->>'programme', data->>'programme'), 0.00, 0.00
      from applied
     where type in ('BailoutDisbursed', 'BailoutReturned', 'FactCorrected')
       and coalesce((data->>'counts')::boolean,
                    coalesce(data->'replacement'->>'kind', data->>'kind') in ${counting})
  )
  select institution, programme, sum(granted) as granted, sum(used) as used from moved group by institution, programme`;

const expectedAllocationsSql = `
  select institution, programme,
         jsonb_build_object(
           'institution', institution, 'programme', programme, 'granted', granted::text,
           'used', used::text, 'available', (granted - used)::text) as page
    from summed`;

/** Every column of `bailout_programme_page`, from `applied`. */
const expectedBailoutProgrammesSql = `
  with terms as (
    select distinct on (stream) stream, data
      from applied where type in ('BailoutProgrammeDefined', 'BailoutProgrammeAmended')
     order by stream, seq desc
  ), sums as (
    select stream, coalesce(sum(${money('amount')}) filter (where type = 'AllocationGranted'), 0.00) as granted,
           max(seq) as seq
      from applied where starts_with(stream, 'bailout-programme-') group by stream
  )
  select data->>'code' as code,
         jsonb_build_object(
           'code', data->'code', 'name', data->'name', 'from', data->'from', 'to', data->'to', 'cap', data->'cap',
           'granted', granted::text, 'seq', seq) as page
    from terms join sums using (stream)`;

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
