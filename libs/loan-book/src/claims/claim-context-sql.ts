import { eligibleStatuses } from './claim-page.js';

const eligible = `(${eligibleStatuses.map((status) => `'${status}'`).join(', ')})`;

const areContested = 'count(*) > 1 and count(drawdown_time) < count(*)';

/** Whether a row of `claim_page` is contested; looked up once for all rows. */
export const isContestedSql = `
  (status in ${eligible} and borrower_key in (
    select borrower_key from claim_page
     where status in ${eligible}
     group by borrower_key
    having ${areContested}))`;

/**
 * Rows with what the claims and loans of the borrower at all institutions say of each one's claim: `ClaimContext`. The same as
 * `areContested` and `earliestDrawdown`; of each only where it matters to the claim. It is looked up once for each borrower of the
 * page, since one may have as many loans as there are, and each of them a row.
 *
 * @param rows a statement that gives `institution`, `loan_id`, `claim_status`, and `borrower_key` of the claim
 */
export const withClaimContextSql = (rows: string, columns: string): string => `
  with shown as materialized (${rows}),
  beside as (
    select borrower_key, contested
      from (select distinct borrower_key from shown where claim_status in ${eligible}) asked
     cross join lateral (
       select ${areContested} as contested
         from claim_page other
        where other.borrower_key = asked.borrower_key and other.status in ${eligible}) said),
  prior as (
    select borrower_key, drawdown
      from (select distinct borrower_key from shown where claim_status = 'DENIED') asked
     cross join lateral (
       select min(other.chain_start) as drawdown
         from loan_page other
        where other.borrower_key = asked.borrower_key and other.status <> 'CANCELLED') said)
  select ${columns},
         coalesce(claim_status in ${eligible} and beside.contested, false) as contested,
         case claim_status when 'DENIED' then prior.drawdown end as "earliestDrawdown"
    from shown left join beside using (borrower_key) left join prior using (borrower_key)
   order by institution, loan_id`;
