import { checkedSeqSql } from '#projections';

// What the arbiter keeps, said once more in SQL: `told` are the facts up to its checkpoint.

const loans = `
  select stream, seq, data->'borrower'->>'id' as borrower_key,
         case type when 'LoanOpened' then data->>'startDate' else effective_date::text end as drawdown_date,
         cancelled.stream is null as effective, claimed.claim_seq,
         jsonb_build_object(
           'institution', institution, 'loanId', data->'loanId',
           'drawdownDate', case type when 'LoanOpened' then data->>'startDate' else effective_date::text end,
           'drawdownTime', data->'drawdownTime',
           'effective', cancelled.stream is null,
           'claim', case when claimed.stream is null then 'NONE' else 'STANDS' end) as loan
    from told
    left join (select stream from told where type = 'LoanCancelled') cancelled using (stream)
    left join (select stream, seq as claim_seq from told where type = 'FirstTimeClaimed') claimed using (stream)
   where type in ('LoanIssued', 'LoanOpened')`;

export const expectedLoansSql = `select stream, borrower_key, loan from (${loans}) loans`;

export const expectedDossiersSql = `
  with loans as (${loans}
  ), drawdowns as (
    select borrower_key, jsonb_object_agg(drawdown_date, count) as days
      from (select borrower_key, drawdown_date, count(*) from loans where effective group by 1, 2) counted group by 1
  ), claims as (
    select borrower_key, jsonb_agg(loan order by claim_seq) as list from loans where claim_seq is not null group by 1
  ), decisions as (
    select data->>'borrowerKey' as borrower_key, jsonb_agg(data::jsonb - 'borrowerKey' order by seq) as list
      from told where type = 'FirstTimeContestDecided' group by 1
  )
  select borrower_key, jsonb_build_object('drawdowns', coalesce(days, '{}'), 'claims', coalesce(claims.list, '[]'),
                                          'decisions', coalesce(decisions.list, '[]')) as dossier
    from (select distinct borrower_key from loans) borrowers
    left join drawdowns using (borrower_key) left join claims using (borrower_key) left join decisions using (borrower_key)`;

/** Also facts beyond the checkpoint follow from what is told; those have no place yet. */
export const expectedDerivedSql = (follower: string): string => `
  select '${follower}' as follower, stream, revision, (data->>'causedBy')::bigint as cause,
         case when facts.seq <= place.seq then facts.seq end as seq
    from facts, (select ${checkedSeqSql(`'${follower}'`)} as seq) place
   where type in ('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')
     and (data->>'causedBy')::bigint <= place.seq`;
