import { byStream, checkedSeqSql, derivedFacts, rowsChecker, type SlicedBy } from '#projections';
import { arbiterName, firstTimeDossier, firstTimeLoan } from './arbiter.projection.js';

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

const expectedLoansSql = `select stream, borrower_key, loan from (${loans}) loans`;

/** The last version of the fact that began a loan to a borrower, also where it was reversed. */
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

const expectedDossiersSql = `
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
const expectedDerivedSql = (follower: string): string => `
  select '${follower}' as follower, stream, revision, (data->>'causedBy')::bigint as cause,
         case when facts.seq <= place.seq then facts.seq end as seq
    from recorded facts, (select ${checkedSeqSql(`'${follower}'`)} as seq) place
   where type in ('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')
     and (data->>'causedBy')::bigint <= place.seq`;

const byDerivedFact: SlicedBy = {
  ofFacts: `select stream || '/' || revision as subject from block where starts_with(stream, 'borrower-')`,
  ofRows: `select stream || '/' || revision as subject from chosen`,
  facts: `
    select found.* from subject cross join lateral (
      select * from facts where stream = split_part(subject.subject, '/', 1)
         and revision = split_part(subject.subject, '/', 2)::integer offset 0) found`,
};

const emptyDossier = `'{"drawdowns": {}, "claims": [], "decisions": []}'`;

/**
 * A borrower, and a loan of which a fact says that it is this borrower's: where the stored dossier lacks the loan, nothing else leads from
 * one to the other. `/` is in neither. A loan that was reversed may be another borrower's by now, whose other loans are not read.
 */
const byBorrower: SlicedBy = {
  ofFacts: `
    select (data->'borrower'->>'id') || '/' || stream as subject from block
     where type in ${begins} or type = 'FirstTimeClaimed'
    union all
    select (begun.data->'borrower'->>'id') || '/' || begun.stream
      from (select distinct stream from block
             where type in ('LoanCancelled', 'FactCorrected', 'FactReversed') and starts_with(stream, 'loan-')) touched
     cross join lateral (select * from facts where facts.stream = touched.stream and type in ${begins} offset 0) begun
    union all
    select (data->>'borrowerKey') || '/' from block where type = 'FirstTimeContestDecided'`,
  ofRows: `select borrower_key || '/' as subject from chosen`,
  facts: `
    with borrower as materialized (
      select distinct split_part(subject, '/', 1) as borrower_key from subject
    ), named as materialized (
      select split_part(subject, '/', 2) as stream from subject
      union
      select 'borrower-' || borrower_key from borrower
      union
      select loan.stream from borrower cross join lateral (
        select stream from first_time_loan where first_time_loan.borrower_key = borrower.borrower_key offset 0) loan
      union
      select 'loan-' || (claim->>'institution') || '-' || (claim->>'loanId') from borrower cross join lateral (
        select dossier from first_time_dossier where first_time_dossier.borrower_key = borrower.borrower_key offset 0) stored
       cross join lateral json_array_elements(stored.dossier->'claims') claim
    )
    select found.* from named cross join lateral (select * from facts where facts.stream = named.stream offset 0) found`,
  isOfSubject: `derived.borrower_key in (select split_part(subject, '/', 1) from subject)`,
};

/** Every row that the arbiter keeps, derived a second time. */
export const arbiterChecker = rowsChecker(arbiterName, [
  { table: firstTimeLoan, rows: expectedLoansSql, by: byStream('loan', 'stream') },
  {
    table: firstTimeDossier,
    rows: expectedDossiersSql,
    by: byBorrower,
    // From a dossier that is empty again nothing leads to loans that were reversed. It says what no dossier says.
    only: { named: 'borrowers with loans', rows: `stored.dossier::jsonb <> ${emptyDossier}` },
  },
  {
    table: derivedFacts,
    rows: expectedDerivedSql(arbiterName),
    by: byDerivedFact,
  },
]);
