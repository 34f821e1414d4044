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
export const expectedLoansSql = `
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
