import { eligibleStatuses } from './shown-claim.js';

const eligible = `(${eligibleStatuses.map((status) => `'${status}'`).join(', ')})`;

/** Columns of `ClaimContext`, where `besideClaimSql` is joined. */
export const claimContextSql = `
  coalesce(beside.contested, false) as contested, prior.drawdown as "earliestDrawdown"`;

/**
 * To be joined to `claim_page`: what the claims and loans of the borrower at all institutions say of a claim. The same as
 * `areContested` and `earliestDrawdown`; of each only where it matters to the claim.
 */
export const besideClaimSql = `
  left join lateral (
    select count(*) > 1 and count(other.drawdown_time) < count(*) as contested
      from claim_page other
     where other.borrower_key = claim_page.borrower_key and other.status in ${eligible}
  ) beside on claim_page.status in ${eligible}
  left join lateral (
    select min(other.chain_start) as drawdown
      from loan_page other
     where other.borrower_key = claim_page.borrower_key and other.status <> 'CANCELLED'
  ) prior on claim_page.status = 'DENIED'`;
