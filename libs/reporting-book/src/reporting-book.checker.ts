import { rowsChecker } from '#projections';
import { reportingBookProjection } from './reporting-book.projection.js';

const expectedIndicatorsSql = `
  select distinct on (institution, data->>'indicator', data->>'asAt', data->>'scope')
         institution, data->>'indicator' as indicator, data->>'asAt' as as_at, coalesce(data->>'scope', '') as scope,
         jsonb_build_object(
           'institution', institution, 'indicator', data->'indicator', 'scope', data->'scope', 'asAt', data->'asAt',
           'value', data->'value', 'unit', data->'unit', 'effectiveDate', effective_date, 'seq', seq) as page
    from told
   where type = 'IndicatorReported'
   order by institution, data->>'indicator', data->>'asAt', data->>'scope', seq desc`;

/** Shanghai is eight hours ahead, without a time zone database. */
const expectedStatementDaysSql = `
  with reported as (
    select institution, type, effective_date, (recorded_at at time zone 'UTC' + interval '8 hours')::date as recorded_on,
           case type
             when 'LoanOpened' then data->>'outstandingPrincipal'
             when 'LoanIssued' then data->>'principal'
             when 'LoanRenewed' then data->>'renewedAmount'
             when 'LoanReclassified' then null
             when 'IndicatorReported' then null
             else data->>'amount' end::numeric as amount
      from told
     where starts_with(stream, 'loan-') or starts_with(stream, 'indicator-')
        or starts_with(stream, 'bailout-') and not starts_with(stream, 'bailout-programme-')
  ), dated as (
    select institution, recorded_on::text as day, 'recorded' as axis, type, amount from reported
    union all
    select institution, effective_date::text, 'effective', type, amount from reported
  )
  select institution, day, axis, type,
         jsonb_build_object('type', type, 'count', count(*), 'sum', sum(amount)::text) as page
    from dated group by institution, day, axis, type`;

/** Every row of the book, derived a second time. */
export const reportingBookChecker = rowsChecker(reportingBookProjection.name, [
  {
    table: 'indicator_page',
    key: ['institution', 'indicator', 'as_at', 'scope'],
    rows: expectedIndicatorsSql,
  },
  { table: 'statement_day', key: ['institution', 'day', 'axis', 'type'], rows: expectedStatementDaysSql },
]);
