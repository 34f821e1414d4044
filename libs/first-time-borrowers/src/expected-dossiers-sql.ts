// What the arbiter keeps, said once more in SQL: `told` are the facts up to its checkpoint.

const drawdown = `type in ('LoanIssued', 'LoanOpened')`;

export const expectedLoansSql = `
  select stream, data->'borrower'->>'id' as borrower_key from told where ${drawdown}`;

export const expectedDossiersSql = `
  with fallen as (
    select stream from told where type = 'LoanCancelled'
  ), claimed as (
    select stream from told where type = 'FirstTimeClaimed'
  ), loans as (
    select data->'borrower'->>'id' as borrower_key,
           jsonb_agg(jsonb_build_object(
             'institution', institution, 'loanId', data->'loanId',
             'drawdownDate', case type when 'LoanOpened' then data->>'startDate' else effective_date::text end,
             'drawdownTime', data->'drawdownTime',
             'effective', stream not in (select stream from fallen),
             'claim', case when stream in (select stream from claimed) then 'STANDS' else 'NONE' end) order by seq) as list
      from told where ${drawdown} group by 1
  ), decisions as (
    select data->>'borrowerKey' as borrower_key,
           jsonb_agg(jsonb_build_object(
             'institution', institution, 'loanId', data->'loanId', 'reason', data->'reason') order by seq) as list
      from told where type = 'FirstTimeContestDecided' group by 1
  )
  select borrower_key,
         jsonb_build_object('loans', loans.list, 'decisions', coalesce(decisions.list, '[]')) as dossier
    from loans left join decisions using (borrower_key)`;

/** Also facts beyond the checkpoint follow from what is told; those have no place yet. */
export const expectedDerivedSql = (follower: string): string => `
  select '${follower}' as follower, stream, revision, (data->>'causedBy')::bigint as cause,
         case when facts.seq <= place.seq then facts.seq end as seq
    from facts, (select seq from projection_checkpoints where name = '${follower}') place
   where type in ('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')
     and (data->>'causedBy')::bigint <= place.seq`;
