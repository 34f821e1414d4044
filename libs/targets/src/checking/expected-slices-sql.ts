import {
  byClaimedLoan,
  byDisbursement,
  changesOfSql,
  checkedSeqSql,
  factsOfDisbursementsSql,
  isAppliedSql,
  settlingTypes,
} from '#projections';

// Of a slice, the facts that its rows follow from: all of the loans and disbursements that it touches, or of the reports. Each step
// finds what it needs by an index, so that it costs the same in a log of any length.

/** Seqs after the first and up to the second, as SQL; null: the beginning, or no end. */
export const within = (column: string, after: string | null, upTo: string | null): string =>
  [
    ...(after === null ? [] : [`${column} > ${Number(after)}`]),
    ...(upTo === null ? [] : [`${column} <= ${Number(upTo)}`]),
    'true',
  ].join(' and ');

/** Facts of a block, up to the checkpoint. */
export const blockSql = (after: string | null, upTo: string | null): string => `block as materialized (
  select * from facts where ${within('seq', after, upTo)} and seq <= ${checkedSeqSql(`'targets'`)} and ${isAppliedSql(`'targets'`)}
)`;

/** Loans and disbursements that facts in `block` bear on, by the names that their subjects have. */
export const touchedByFactsSql = `touched as materialized (
  select distinct subject from (${byClaimedLoan.ofFacts} union all ${byDisbursement.ofFacts}) bears
)`;

/** With `touched` before it: all facts of these loans and disbursements, with what the arbiter settled of the loans, as `source_fact_of`. */
export const subjectFactsSql = `loan_fact as materialized (
  select found.* from touched cross join lateral (select * from facts where facts.stream = touched.subject offset 0) found
  where position('/' in touched.subject) = 0
), borrower_stream as materialized (
  select distinct 'borrower-' || id as stream
  from loan_fact cross join lateral (values (data->'borrower'->>'id'), (data->'replacement'->'borrower'->>'id')) as named (id)
  where id is not null
), settled_fact as materialized (
  select settled.* from borrower_stream cross join lateral (
    select * from facts where facts.stream = borrower_stream.stream and type in ${settlingTypes} offset 0) settled
  where 'loan-' || institution || '-' || (data->>'loanId') in (select subject from touched)
), touched_disbursement as (
  select subject from touched where position('/' in subject) > 0
), disbursement_fact as materialized (${factsOfDisbursementsSql('touched_disbursement')}
), sliced_fact as materialized (
  select * from loan_fact union all select * from settled_fact
  union all select * from disbursement_fact union all (${changesOfSql('disbursement_fact')})
)`;

/** The reports of a block, and those that a change in it is of: with all that changed them since. */
export const reportFactsSql = `report_fact as materialized (
  select * from block where type = 'IndicatorReported'
), sliced_fact as materialized (
  select * from report_fact union all (${changesOfSql('report_fact')})
)`;

/** Facts that define programmes, targets, measures and calendars stand in few streams, found by their names. */
export const definitionFactsSql = `(
  select found.* from (values ('programme-'), ('measure-'), ('calendar-')) as named (prefix) cross join lateral (
    select * from facts where stream >= named.prefix and stream < named.prefix || chr(127) offset 0) found)`;
