const borrower = `data->'borrower'->>'id'`;

/** What was said last of each loan to each borrower, whether or not it stands. */
const lastSaid = `
  select distinct on (stream, borrower_key) *
    from (
      select stream, seq, institution, data->>'loanId' as loan_id, ${borrower} as borrower_key, effective_date::text as drawdown_date,
             data->>'drawdownTime' as drawdown_time
        from applied where type = 'LoanIssued'
      union all
      select correction.stream, correction.seq, correction.institution, replacement->>'loanId', replacement->'borrower'->>'id',
             replacement->>'effectiveDate', replacement->>'drawdownTime'
        from applied correction
       cross join lateral (select correction.data->'replacement' as replacement) corrected
        join applied original on original.stream = correction.stream
                          and original.revision = (correction.data->'corrects'->>'revision')::integer
       where correction.type = 'FactCorrected' and original.type = 'LoanIssued') said
   order by stream, borrower_key, seq desc`;

/** The last claim for each loan, and whether its report was reversed. */
const lastClaims = `
  select claim.*, reversal.seq as withdrawn_seq
    from (select distinct on (stream) stream, revision, seq, institution, data->>'loanId' as loan_id, ${borrower} as borrower_key
            from applied where type = 'FirstTimeClaimed' order by stream, revision desc) claim
    left join applied reversal on reversal.type = 'FactReversed' and reversal.stream = claim.stream
                           and (reversal.data->'corrects'->>'revision')::integer = claim.revision`;

/** Every column of `claim_page`, from `applied` and `standing`: the last word on each claim, put beside the loan that it was made for. */
export const expectedClaimsSql = `
  with said as (${lastSaid}
  ), issued as (
    select stream, ${borrower} as borrower_key from standing where type = 'LoanIssued'
  ), claimed as (${lastClaims}
  ), settled as (
    select claimed.stream, applied.seq, upper(replace(applied.type, 'FirstTime', '')) as status, applied.data->'reason' as reason
      from claimed join applied on applied.stream = 'borrower-' || claimed.borrower_key
       and applied.type in ('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')
       and applied.institution = claimed.institution and applied.data->>'loanId' = claimed.loan_id and applied.seq > claimed.seq
  ), before_withdrawal as (
    select distinct on (stream) stream, settled.status
      from settled join claimed using (stream) where settled.seq < withdrawn_seq order by stream, settled.seq desc
  ), word as (
    select stream, seq as word_seq, 'PENDING' as status, null::json as reason from claimed
    union all
    select stream, withdrawn_seq, 'REVOKED', '"CLAIM_WITHDRAWN"'
      from claimed left join before_withdrawal using (stream)
     where withdrawn_seq is not null and before_withdrawal.status is distinct from 'REVOKED'
    union all
    select stream, seq, status, reason from settled
  ), last_word as (
    select distinct on (stream) stream, withdrawn_seq, word_seq, status, reason
      from word join claimed using (stream) order by stream, word_seq desc
  ), shown as (
    select stream, coalesce(claimed.borrower_key, issued.borrower_key) as borrower_key,
           case when claimed.borrower_key <> issued.borrower_key then issued.borrower_key end as reissued_to
      from claimed full join issued using (stream)
  )
  select said.institution, said.loan_id, said.borrower_key, status, said.drawdown_time,
         jsonb_build_object(
           'institution', said.institution, 'loanId', said.loan_id, 'borrowerKey', said.borrower_key,
           'drawdownDate', said.drawdown_date, 'drawdownTime', said.drawdown_time,
           'claim', case when word_seq is not null then jsonb_strip_nulls(jsonb_build_object(
             'status', status, 'seq', word_seq, 'withdrawn', case when withdrawn_seq is not null then true end))
             || jsonb_build_object('reason', reason) end)
         || case when reissued_to is null then '{}' else jsonb_build_object('reissued', jsonb_build_object(
              'borrowerKey', reissued_to, 'drawdownDate', again.drawdown_date, 'drawdownTime', again.drawdown_time)) end as page
    from shown
    join said using (stream, borrower_key)
    left join last_word using (stream)
    left join said again on again.stream = shown.stream and again.borrower_key = reissued_to`;
