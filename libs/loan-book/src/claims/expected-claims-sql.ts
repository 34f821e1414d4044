/** Every column of `claim_page`, from `told`: the last word on each claim, put beside the loan that was issued. */
export const expectedClaimsSql = `
  with last_word as (
    select distinct on (institution, data->>'loanId')
           institution, data->>'loanId' as loan_id, seq, data->'reason' as reason,
           case type when 'FirstTimeClaimed' then 'PENDING' else upper(replace(type, 'FirstTime', '')) end as status
      from told
     where type in ('FirstTimeClaimed', 'FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')
     order by institution, data->>'loanId', seq desc
  )
  select issued.institution, issued.data->>'loanId' as loan_id, issued.data->'borrower'->>'id' as borrower_key,
         last_word.status, issued.data->>'drawdownTime' as drawdown_time,
         jsonb_build_object(
           'institution', issued.institution, 'loanId', issued.data->'loanId',
           'borrowerKey', issued.data->'borrower'->'id', 'drawdownDate', issued.effective_date,
           'drawdownTime', issued.data->'drawdownTime',
           'claim', case when last_word.seq is not null then jsonb_build_object(
             'status', last_word.status, 'reason', last_word.reason, 'seq', last_word.seq) end) as page
    from told issued
    left join last_word on last_word.institution = issued.institution
                       and last_word.loan_id = issued.data->>'loanId'
   where issued.type = 'LoanIssued'`;
