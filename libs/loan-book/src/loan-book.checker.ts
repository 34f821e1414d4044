import { byClaimedLoan, byLoan, rowsChecker } from '#projections';
import { claimPageTable, formerLoans, loanBookProjection, loanPageTable } from './loan-book.projection.js';

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
const expectedClaimsSql = `
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

/*
 * The loans once more, as a set rather than step by step: every fact of a loan is put to the leg it falls in, and each member
 * of the page is an aggregate. Nothing here is shared with the fold.
 */

const beginning = `('LoanOpened', 'LoanIssued', 'LoanRenewed')`;

/** What is aggregated, taken out of each fact once; the whole terms only of facts that begin a leg. */
const withRank = `
  select stream, revision, seq, type, institution, effective_date, maturity, classification,
         case when type in ${beginning} then data end as terms,
         case type
           when 'LoanOpened' then "outstandingPrincipal"
           when 'LoanIssued' then principal
           when 'LoanRenewed' then "topUpAmount"
           when 'LoanRepaid' then -amount
           when 'LoanWrittenOff' then -amount end as moved,
         count(*) filter (where type in ${beginning}) over (partition by stream order by revision) as place
    from (
      select standing.*, "outstandingPrincipal", principal, "topUpAmount", amount,
             coalesce("newMaturityDate", "maturityDate") as maturity,
             case type when 'LoanIssued' then 'NORMAL' else classification end as classification
        from standing, json_to_record(data) as said (
          "outstandingPrincipal" numeric, principal numeric, "topUpAmount" numeric, amount numeric,
          "newMaturityDate" text, "maturityDate" text, classification text)
       where starts_with(stream, 'loan-')) taken`;

const legs = `
  select stream, place,
         (array_agg(type order by revision))[1] as begun,
         (array_agg(terms order by revision))[1] as terms,
         (array_agg(effective_date order by revision))[1] as effective,
         (array_agg(maturity order by revision desc) filter (where maturity is not null))[1] as maturity
    from placed group by stream, place`;

const chains = `
  select stream,
         jsonb_agg(
           jsonb_build_object(
             'no', case begun when 'LoanIssued' then 0 when 'LoanOpened' then (terms->>'renewalCount')::numeric
                              else (terms->>'renewalNo')::numeric end,
             'start', case begun when 'LoanOpened' then terms->>'legStartDate' else effective::text end,
             'maturity', maturity,
             'amount', case begun
                         when 'LoanIssued' then terms->>'principal'
                         when 'LoanOpened' then terms->>'outstandingPrincipal'
                         else ((terms->>'renewedAmount')::numeric + (terms->>'topUpAmount')::numeric)::text end,
             'noteNo', case begun when 'LoanRenewed' then terms->>'newNoteNo' else terms->>'noteNo' end,
             'rateBp', (terms->>'rateBp')::numeric) order by place) as legs
    from legs group by stream`;

const loans = `
  select stream,
         (array_agg(terms order by revision))[1] as terms,
         (array_agg(institution order by revision))[1] as institution,
         (array_agg(effective_date order by revision))[1] as begun_on,
         bool_or(type = 'LoanCancelled') as cancelled,
         sum(moved) as outstanding,
         (array_agg(case type when 'LoanRepaid' then 'REPAID' else 'WRITTEN_OFF' end order by revision desc)
           filter (where type in ('LoanRepaid', 'LoanWrittenOff')))[1] as ended,
         (array_agg(classification order by revision desc) filter (where classification is not null))[1] as classification
    from placed group by stream`;

/** The last fact of each loan, corrections and reversals too. */
const latest = `select stream, max(seq) as seq from applied where starts_with(stream, 'loan-') group by stream`;

/** Every column of `loan_page`, from `applied` and `standing`. */
const expectedLoansSql = `
  with placed as materialized (${withRank}), legs as (${legs}), chains as (${chains}), loans as (
    select stream, terms, institution, seq, cancelled, outstanding, classification, legs,
           case when cancelled then 'CANCELLED' when outstanding = 0 then ended else 'ACTIVE' end as status,
           terms->'borrower' as borrower, coalesce(terms->>'startDate', begun_on::text) as chain_start,
           legs->-1->'no' as renewals, legs->-1->>'maturity' as maturity
      from (${loans}) summed join chains using (stream) join (${latest}) latest using (stream)
  )
  select institution, terms->>'loanId' as loan_id, borrower->>'id' as borrower_key, status, terms->>'product' as product,
         borrower->>'district' as district, borrower->>'industry' as industry, borrower->>'size' as size,
         maturity, classification, terms->'tags' as tags, chain_start,
         jsonb_build_object(
           'institution', institution, 'loanId', terms->'loanId', 'borrower', borrower, 'product', terms->'product',
           'guarantee', terms->'guarantee', 'tags', terms->'tags', 'status', status,
           'outstanding', case when cancelled then '0.00' else outstanding::text end,
           'legs', legs, 'maturity', maturity, 'classification', classification, 'renewals', renewals,
           'chainStart', chain_start, 'seq', seq) as page
    from loans`;

const expectedFormerLoansSql = `
  select distinct original.data->'borrower'->>'id' as borrower_key, original.institution, original.data->>'loanId' as loan_id
    from applied reversal
    join applied original on original.stream = reversal.stream
                      and original.revision = (reversal.data->'corrects'->>'revision')::integer
   where reversal.type = 'FactReversed' and original.type in ('LoanIssued', 'LoanOpened')`;

/** Every loan and every claim, derived a second time. */
export const loanBookChecker = rowsChecker(loanBookProjection.name, [
  { table: loanPageTable.table, rows: expectedLoansSql, by: byLoan },
  { table: claimPageTable.table, rows: expectedClaimsSql, by: byClaimedLoan },
  {
    table: formerLoans.table,
    rows: expectedFormerLoansSql,
    by: byLoan,
  },
]);
