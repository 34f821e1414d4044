/*
 * Derives the rows behind candidates a second time, by aggregates over the facts: `applied` are the facts up to the checkpoint, `standing`
 * the standing ones. No code of the folds is used.
 */

/** The Shanghai day of recording, by a fixed offset of eight hours. */
export const dayRecordedSql = (facts: string): string =>
  `(${facts}.recorded_at at time zone 'UTC' + interval '8 hours')::date::text`;

export const expectedInstitutionsSql = `
  select institution as code,
         (jsonb_build_object(
           'registered', (array_agg(${dayRecordedSql('applied')} order by seq))[1],
           'changes', coalesce(jsonb_agg(jsonb_build_object(
               'day', ${dayRecordedSql('applied')}, 'suspended', type = 'InstitutionSuspended') order by seq)
             filter (where type in ('InstitutionSuspended', 'InstitutionReinstated')), '[]'))
          || (array_agg(jsonb_build_object('kind', data->'kind', 'reportingFrom', data->'reportingFrom') order by seq desc)
               filter (where type in ('InstitutionRegistered', 'InstitutionAmended')))[1]) as page
    from applied where starts_with(stream, 'institution-') group by institution`;

export const expectedCalendarsSql = `
  select distinct on (data->>'code', data->>'year') data->>'code' as code, data->>'year' as year, data as page
    from applied where type = 'CalendarSet' order by data->>'code', data->>'year', seq desc`;

const first = (which: string): string => `
  coalesce(to_jsonb((array_agg(seq order by seq) filter (where ${which}))[1:10]), '[]')`;

const isLate = `metadata->'flags' @> '["TIM-W05"]'`;
const isCorrection = `type in ('FactCorrected', 'FactReversed')`;

export const expectedReportingDaysSql = `
  select institution, day,
         jsonb_build_object(
           'reports', count(*), 'late', count(*) filter (where ${isLate}), 'corrections', count(*) filter (where ${isCorrection}),
           'firstSeq', min(seq), 'lastSeq', max(seq), 'lateFacts', ${first(isLate)}, 'correctionFacts', ${first(isCorrection)}) as page
    from (select institution, ${dayRecordedSql('applied')} as day, type, metadata::jsonb as metadata, seq
            from applied where institution is not null and metadata->>'reportId' is not null) reported
   group by institution, day`;

const counting = `('RELIEF_LOAN', 'JOB_STABILITY_LOAN', 'GUARANTEED_RELIEF', 'BRIDGE', 'RELENDING_FUNDED')`;

export const expectedReceiptsSql = `
  select institution, data->>'programme' as programme, data->>'disbursementId' as disbursement_id,
         data->'borrower'->>'id' as borrower_key,
         jsonb_build_object(
           'borrowerKey', data->'borrower'->'id', 'institution', institution, 'day', effective_date, 'seq', seq,
           'loanId', data->'loanId', 'amount', data->'amount', 'counts', data->>'kind' in ${counting}) as page
    from standing where type = 'BailoutDisbursed'`;

/** `with` clauses of the effective loans. */
export const loanSql = `gone as materialized (
    select distinct stream from standing where type = 'LoanCancelled'
  ), loan as materialized (
    select stream, seq, type, institution, data, effective_date, data->>'loanId' as loan_id, data->'borrower'->>'id' as borrower_key
      from standing begun where type in ('LoanIssued', 'LoanOpened') and stream not in (select stream from gone)
  ), move as materialized (
    select loan.institution, loan.loan_id, moved.seq, case moved.type when 'LoanIssued' then 'issued' else 'repaid' end as kind,
           loan.borrower_key, moved.effective_date as day,
           coalesce(moved.data->>'principal', moved.data->>'amount')::numeric(17,2) as amount
      from loan join standing moved using (stream) where moved.type in ('LoanIssued', 'LoanRepaid')
  ), said as materialized (
    select distinct on (data->>'borrowerKey', institution, data->>'loanId')
           data->>'borrowerKey' as borrower_key, institution, data->>'loanId' as loan_id, seq, type
      from applied where type in ('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')
     order by data->>'borrowerKey', institution, data->>'loanId', seq desc
  ), claimed as materialized (
    select loan.*, claim.seq as claim_seq
      from loan join standing claim using (stream) where loan.type = 'LoanIssued' and claim.type = 'FirstTimeClaimed'
  ), claim as materialized (
    select said.borrower_key, said.institution, said.loan_id, said.seq,
           case said.type when 'FirstTimeRecognised' then 'RECOGNISED' else 'SUPERSEDED' end as status,
           claimed.stream, claimed.claim_seq, claimed.effective_date, claimed.data->'drawdownTime' as drawdown_time, claimed.data
      from said left join claimed using (institution, loan_id, borrower_key)
     where said.type in ('FirstTimeRecognised', 'FirstTimeSuperseded')
  )`;

export const expectedMovementsSql = `with ${loanSql} select * from move`;

export const expectedClaimsSql = `
  with ${loanSql}
  select borrower_key, institution, loan_id,
         jsonb_build_object(
           'status', status, 'seq', seq,
           'loan', case when claim_seq is not null then jsonb_build_object(
             'drawdownDate', effective_date, 'drawdownTime', drawdown_time, 'claimed', claim_seq) end) as page
    from claim`;
