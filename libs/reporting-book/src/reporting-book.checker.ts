import { byChangedFact, byStream, checkerOf, rowsChecker, summedPart } from '#projections';
import {
  indicatorPageTable,
  reportingBookProjection,
  statementDayTable,
} from './reporting-book.projection.js';

const expectedIndicatorsSql = `
  with changed as (
    select stream, (data->'corrects'->>'revision')::integer as revision, max(seq) as changed_seq
      from applied where type in ('FactCorrected', 'FactReversed') and starts_with(stream, 'indicator-') group by 1, 2
  )
  select distinct on (institution, data->>'indicator', data->>'asAt', data->>'scope')
         institution, data->>'indicator' as indicator, data->>'asAt' as as_at, coalesce(data->>'scope', '') as scope,
         jsonb_build_object(
           'institution', institution, 'indicator', data->'indicator', 'scope', data->'scope', 'asAt', data->'asAt',
           'value', data->'value', 'unit', data->'unit', 'effectiveDate', effective_date,
           'seq', coalesce(changed_seq, seq)) as page
    from standing left join changed using (stream, revision)
   where type = 'IndicatorReported'
   order by institution, data->>'indicator', data->>'asAt', data->>'scope', seq desc`;

/** Shanghai is eight hours ahead, without a time zone database. */
const reported = (facts: string, axis: string, day: string): string => `
  select institution, (${day})::text as day, '${axis}' as axis, type,
         case type
           when 'LoanOpened' then data->>'outstandingPrincipal'
           when 'LoanIssued' then data->>'principal'
           when 'LoanRenewed' then data->>'renewedAmount'
           when 'LoanReclassified' then null
           when 'IndicatorReported' then null
           else data->>'amount' end::numeric as amount
    from ${facts}
   where starts_with(stream, 'loan-') or starts_with(stream, 'indicator-')
      or starts_with(stream, 'bailout-') and not starts_with(stream, 'bailout-programme-')`;

/** What was recorded of each type on a day, and what is effective on it. */
const addedToStatementsSql = `
  select institution, day, axis, type, count(*) as count, sum(amount) as sum
    from (${reported('applied', 'recorded', `(recorded_at at time zone 'UTC' + interval '8 hours')::date`)}
          union all ${reported('standing', 'effective', 'effective_date')}) dated
   group by institution, day, axis, type`;

const indicators = rowsChecker(reportingBookProjection.name, [
  {
    table: indicatorPageTable.table,
    rows: expectedIndicatorsSql,
    // All that a bank reported under one indicator: some thousand values in a year at most.
    by: byStream('indicator', `'indicator-' || institution || '-' || indicator`),
  },
]);

const statementDays = summedPart(indicators.projection, {
  table: statementDayTable.table,
  numbers: ['count', 'sum'],
  added: addedToStatementsSql,
  by: byChangedFact,
  rows: `
    select institution, day, axis, type, jsonb_build_object('type', type, 'count', count, 'sum', sum::text) as page
      from summed where count <> 0`,
});

/** Every row of the book, derived a second time. */
export const reportingBookChecker = checkerOf(indicators.projection, [...indicators.parts, statementDays]);
