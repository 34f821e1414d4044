import { dayRecordedSql, loanSql } from './expected-rows-sql.js';

/*
 * Derives candidates a second time, by one query for each signal over the standing facts of some subjects, where the projection derives
 * them subject by subject. The bounds are repeated here on purpose. A borrower's receipts and movements, by which no fact can be found, are
 * read from their tables, which are checked against the facts by themselves.
 */

const page = (of: {
  readonly institution?: string;
  readonly loan?: string;
  readonly borrower?: string;
  readonly on: string;
  readonly values: string;
  readonly facts: string;
}): string => `
  jsonb_build_object('institution', ${of.institution ?? 'null'}, 'borrowerKey', ${of.borrower ?? 'null'},
    'loanId', ${of.loan ?? 'null'}, 'on', (${of.on})::date, 'values', jsonb_build_object(${of.values}), 'facts', ${of.facts})`;

/** Distinct seqs, in order. */
const seqs = (list: string): string => `(select jsonb_agg(distinct seq) from unnest(${list}) as named (seq))`;

const ofLoan = { institution: 'institution', loan: 'loan_id', borrower: 'borrower_key' } as const;

const evergreening = `
  select 'evergreening' as signal, institution || ' ' || loan_id as key, stream as subject, array[institution] as institutions,
         start as happened_on,
         ${page({ ...ofLoan, on: 'start', values: `'renewals', renewals, 'months', months`, facts: seqs('seq || facts') })} as page
    from (
      select chained.*, greatest(0, case when (chain_start + make_interval(months => apart))::date < start then apart else apart - 1 end) as months
        from (
          select loan.*, renewed.facts,
                 coalesce(renewals, (data->>'renewalCount')::integer, 0) as renewals, coalesce(last_start, first_start) as start, chain_start,
                 ((extract(year from coalesce(last_start, first_start)) - extract(year from chain_start)) * 12
                   + extract(month from coalesce(last_start, first_start)) - extract(month from chain_start))::integer as apart
            from loan
           cross join lateral (
             select coalesce((data->>'startDate')::date, effective_date) as chain_start,
                    coalesce((data->>'legStartDate')::date, effective_date) as first_start) begun
            left join (
              select stream, array_agg(seq) as facts, max((data->>'renewalNo')::integer) as renewals,
                     (array_agg(effective_date order by revision desc))[1] as last_start
                from standing where type = 'LoanRenewed' group by stream) renewed using (stream)) chained) measured
   where renewals > 0 and (renewals >= 2 or months >= 12)`;

const lossAfterRenewal = `
  select 'loss-after-renewal', institution || ' ' || loan_id || ' ' || renewal_no, stream, array[institution], lost_on,
         ${page({ ...ofLoan, on: 'lost_on', values: `'days', lost_on - renewed_on`, facts: seqs('array[renewal, loss]') })}
    from (
      select loan.stream, loan.institution, loan_id, borrower_key, moved.type, moved.data->>'renewalNo' as renewal_no, moved.seq as renewal,
             moved.effective_date as renewed_on, lead(moved.seq) over following as loss,
             lead(moved.effective_date) over following as lost_on, lead(moved.type) over following as next_type
        from loan join standing moved using (stream)
       where moved.type in ('LoanRenewed', 'LoanWrittenOff')
          or moved.type = 'LoanReclassified' and moved.data->>'classification' in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS')
      window following as (partition by loan.stream order by moved.effective_date, moved.seq)) moves
   where type = 'LoanRenewed' and next_type <> 'LoanRenewed' and lost_on - renewed_on <= 732`;

const duplicates = `
  select 'probable-duplicate', concat_ws(' ', institution, loan_id, type, day, amount), stream, array[institution], day,
         ${page({ ...ofLoan, on: 'day', values: `'reports', cardinality(facts), 'amount', amount`, facts: seqs('facts') })}
    from (
      select loan.stream, loan.institution, loan_id, borrower_key, moved.type, moved.effective_date as day,
             coalesce(moved.data->>'renewedAmount', moved.data->>'amount') as amount, array_agg(moved.seq) as facts
        from loan join standing moved using (stream) where moved.type in ('LoanRepaid', 'LoanWrittenOff', 'LoanRenewed')
       group by 1, 2, 3, 4, 5, 6, 7 having count(*) > 1) alike`;

const firstTimeSmall = `
  select 'first-time-small', institution || ' ' || loan_id, stream, array[institution], effective_date,
         ${page({ ...ofLoan, on: 'effective_date', values: `'principal', data->'principal'`, facts: seqs('array[begun, claim_seq, seq]') })}
    from (select claim.*, claimed.seq as begun from claim join claimed using (stream)) recognised
   where status = 'RECOGNISED' and (data->>'principal')::numeric < 100000`;

const firstTimeRepaid = `
  select 'first-time-repaid-early', institution || ' ' || loan_id, stream, array[institution], last_day,
         ${page({ ...ofLoan, on: 'last_day', values: `'days', last_day - effective_date`, facts: seqs('reductions || array[begun, claim_seq, seq]') })}
    from (
      select claim.*, claimed.seq as begun, last_day, reductions
        from claim join claimed using (stream)
        join (
          select stream, max(effective_date) as last_day, array_agg(seq) as reductions,
                 sum((data->>'amount')::numeric) as reduced, (array_agg(type order by revision desc))[1] as last_type
            from standing where type in ('LoanRepaid', 'LoanWrittenOff') group by stream) gone using (stream)
        left join (
          select stream, sum((data->>'topUpAmount')::numeric) as added from standing where type = 'LoanRenewed' group by stream) more using (stream)
       where status = 'RECOGNISED' and last_type = 'LoanRepaid'
         and (claim.data->>'principal')::numeric + coalesce(added, 0) = reduced) paid
   where last_day - effective_date <= 366`;

const contested = `
  select 'first-time-contested' as signal, borrower_key as key, 'claims ' || borrower_key as subject,
         array_agg(distinct institution) as institutions, min(effective_date) as happened_on,
         ${page({
           borrower: 'borrower_key',
           on: 'min(effective_date)',
           values: `'claims', count(*)`,
           facts: seqs('array_agg(claim_seq) || array_agg(seq)'),
         })} as page
    from claim where claim_seq is not null
   group by borrower_key having count(*) > 1 and bool_or(drawdown_time is null)`;

const manyBanks = `
  select 'bailout-from-many-banks' as signal, borrower_key as key, 'bailout ' || borrower_key as subject,
         array_agg(distinct institution) as institutions, min(page->>'day')::date as happened_on,
         ${page({ borrower: 'borrower_key', on: `min(page->>'day')`, values: '', facts: `'[]'::jsonb` })}
           || jsonb_build_object('receipts', jsonb_agg(jsonb_build_object(
                'institution', page->'institution', 'day', page->'day', 'seq', page->'seq') order by (page->>'seq')::bigint)) as page
    from receipt where (page->>'counts')::boolean
   group by borrower_key having count(distinct institution) > 1`;

const disbursedTwice = `
  select 'probable-duplicate', concat_ws(' ', institution, loan_id, 'BailoutDisbursed', day, amount, borrower_key),
         'bailout ' || borrower_key, array[institution], day::date,
         ${page({ ...ofLoan, on: 'day', values: `'reports', cardinality(facts), 'amount', amount`, facts: seqs('facts') })}
    from (
      select institution, borrower_key, page->>'loanId' as loan_id, page->>'day' as day, page->>'amount' as amount,
             array_agg((page->>'seq')::bigint) as facts
        from receipt where page->>'loanId' is not null
       group by 1, 2, 3, 4, 5 having count(*) > 1) alike`;

const roundTrip = `
  select 'round-trip' as signal, institution || ' ' || loan_id as key, 'movements ' || borrower_key || ' ' || day as subject,
         (select array_agg(each order by each) from unnest(array[institution, repaid_at]) as named (each)) as institutions,
         day as happened_on,
         ${page({ ...ofLoan, on: 'day', values: `'issued', issued::text, 'repaid', repaid::text`, facts: seqs('array[issue, repayment]') })} as page
    from (
      select distinct on (issue.seq) issue.institution, issue.loan_id, issue.borrower_key, issue.day, issue.amount as issued, issue.seq as issue,
             repayment.institution as repaid_at, repayment.amount as repaid, repayment.seq as repayment
        from move issue join move repayment using (borrower_key, day)
       where issue.kind = 'issued' and repayment.kind = 'repaid' and issue.institution <> repayment.institution
       order by issue.seq, abs(issue.amount - repayment.amount), repayment.seq) nearest
   where abs(issued - repaid) * 10 <= issued`;

const reusedIds = `
  select 'report-id-reused' as signal, institution || ' ' || report_id as key, 'report ' || institution || ' ' || report_id as subject,
         array[institution] as institutions, day::date as happened_on,
         ${page({ institution: 'institution', on: 'day', values: `'reports', cardinality(facts)`, facts: seqs('facts') })} as page
    from (
      select institution, report_id, array_agg(seq) as facts,
             (array_agg(day order by seq) filter (where stream <> first_stream))[1] as day
        from (
          select applied.institution, applied.metadata->>'reportId' as report_id, applied.seq, applied.stream, ${dayRecordedSql('applied')} as day,
                 first_value(applied.stream) over (partition by applied.institution, applied.metadata->>'reportId' order by applied.seq) as first_stream
            from applied left join change using (stream, revision)
           where changed is distinct from 'FactReversed' and applied.institution is not null
             and applied.metadata->>'reportId' is not null
             -- Of a change that was read for what it changes, not all with its own id are known.
             and applied.institution || ' ' || (applied.metadata->>'reportId') in (select subject from subject)) reported
       group by institution, report_id having count(distinct stream) > 1) again`;

const together = (...signals: readonly string[]): string => signals.join('\n  union all\n');

/* All columns of `anomaly_candidate`, from `applied`, `standing` and `change` of the subjects. */

export const expectedOfLoansSql = `
  with ${loanSql}
  ${together(evergreening, lossAfterRenewal, duplicates, firstTimeSmall, firstTimeRepaid)}`;

export const expectedOfClaimsSql = `
  with ${loanSql}
  ${contested}`;

export const expectedOfReceiptsSql = `
  with receipt as materialized (
    select stored.institution, stored.borrower_key, stored.page::jsonb as page
      from subject cross join lateral (
        select * from signal_receipt where borrower_key = subject.subject offset 0) stored
  )
  ${together(manyBanks, disbursedTwice)}`;

export const expectedOfMovementsSql = `
  with move as materialized (
    select stored.*
      from subject cross join lateral (
        select * from signal_movement
         where borrower_key = left(subject.subject, -11) and day::text = right(subject.subject, 10) offset 0) stored
  )
  ${roundTrip}`;

export const expectedOfReportsSql = reusedIds;
