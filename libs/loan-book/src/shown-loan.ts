import type { ClaimContext, ClaimPage } from './claims/claim-page-shape.js';
import { claimOfLoan, shownClaim } from './claims/shown-claim.js';
import type { LoanPage, ShownLoan } from './loan-page-shape.js';

/** A loan as the queries find it, with the row of its claim beside it. */
export interface LoanRow extends ClaimContext {
  readonly page: LoanPage;
  /** Null for an opening position, which no claim may be made for. */
  readonly claim: ClaimPage | null;
}

export const shownLoan = ({ page, claim, ...context }: LoanRow): ShownLoan => ({
  ...page,
  claim: claim && claimOfLoan(shownClaim(claim, context)),
});
