import { checkedSeqSql } from '#projections';

// What the arbiter keeps, said once more in SQL: `applied` are the facts up to its checkpoint, `standing` those of them that stand.

const begins = `('LoanIssued', 'LoanOpened')`;
const borrower = `data->'borrower'->>'id'`;
const drawdown = `case when data->>'startDate' is null then effective_date::text else data->>'startDate' end`;

/** Which loans stand, and what their facts make of them. */
const loans = `
  select begun.stream, begun.borrower_key, drawdown_date, cancelled.stream is null as effective,
         jsonb_build_object(
           'institution', institution, 'loanId', loan_id, 'drawdownDate', drawdown_date, 'drawdownTime', drawdown_time,
           'effective', cancelled.stream is null,
           'claim', case when claimed.stream is null then 'NONE' else 'STANDS' end) as loan
    from (select stream, ${borrower} as borrower_key, institution, data->'loanId' as loan_id, ${drawdown} as drawdown_date,
                 data->'drawdownTime' as drawdown_time
            from standing where type in ${begins}) begun
    left join (select stream from standing where type = 'LoanCancelled') cancelled using (stream)
    left join (select stream from standing where type = 'FirstTimeClaimed') claimed using (stream)`;

export const expectedLoansSql = `select stream, borrower_key, loan from (${loans}) loans`;

/** What was said last of the beginning of a loan to a borrower, whether or not it stands. */
const lastSaid = `
  select distinct on (stream, borrower_key) * from (
    select stream, seq, ${borrower} as borrower_key, ${drawdown} as drawdown_date, data->'drawdownTime' as drawdown_time
      from applied where type in ${begins}
    union all
    select corrected.stream, corrected.seq, ${borrower}, ${drawdown}, data->'drawdownTime'
      from (select correction.stream, correction.seq, correction.data->'replacement' as data,
                   (correction.data->'replacement'->>'effectiveDate')::date as effective_date
              from applied correction
              join applied original on original.stream = correction.stream
                                and original.revision = (correction.data->'corrects'->>'revision')::integer
             where correction.type = 'FactCorrected' and original.type in ${begins}) corrected
  ) said order by stream, borrower_key, seq desc`;

/** Every loan that was ever claimed for, in the order of the first claims. */
const claims = `
  select claimed.borrower_key, jsonb_agg(jsonb_build_object(
           'institution', institution, 'loanId', loan_id, 'drawdownDate', said.drawdown_date, 'drawdownTime', said.drawdown_time,
           'effective', coalesce(loans.effective, false),
           'claim', case loans.loan->>'claim' when 'STANDS' then 'STANDS' else 'WITHDRAWN' end) order by first_seq) as list
    from (select stream, institution, ${borrower} as borrower_key, data->>'loanId' as loan_id, min(seq) as first_seq
            from applied where type = 'FirstTimeClaimed' group by 1, 2, 3, 4) claimed
    join (${lastSaid}) said using (stream, borrower_key)
    left join loans using (stream, borrower_key)
   group by claimed.borrower_key`;

export const expectedDossiersSql = `
  with loans as (${loans}
  ), drawdowns as (
    select borrower_key, jsonb_object_agg(drawdown_date, count) as days
      from (select borrower_key, drawdown_date, count(*) from loans where effective group by 1, 2) counted group by 1
  ), claims as (${claims}
  ), decisions as (
    select data->>'borrowerKey' as borrower_key, jsonb_agg(data::jsonb - 'borrowerKey' order by seq) as list
      from applied where type = 'FirstTimeContestDecided' group by 1
  )
  select borrower_key, jsonb_build_object('drawdowns', coalesce(days, '{}'), 'claims', coalesce(claims.list, '[]'),
                                          'decisions', coalesce(decisions.list, '[]')) as dossier
    from (select distinct ${borrower} as borrower_key from applied where type in ${begins}) borrowers
    left join drawdowns using (borrower_key) left join claims using (borrower_key) left join decisions using (borrower_key)`;

/** Also facts beyond the checkpoint follow from what is applied; those have no place yet. */
export const expectedDerivedSql = (follower: string): string => `
  select '${follower}' as follower, stream, revision, (data->>'causedBy')::bigint as cause,
         case when facts.seq <= place.seq then facts.seq end as seq
    from recorded facts, (select ${checkedSeqSql(`'${follower}'`)} as seq) place
   where type in ('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')
     and (data->>'causedBy')::bigint <= place.seq`;
