import type { SequencedFact } from '#facts';
import type { ClaimPage, ShownClaim } from './claims/claim-page-shape.js';
import { claimKey, claimPage } from './claims/claim-page.js';
import { areContested, claimOfLoan, earliestDrawdown, shownClaim } from './claims/shown-claim.js';
import { loanPage } from './loan-page.js';
import type { LoanPage, ShownLoan } from './loan-page-shape.js';

/** A fact, and the loan as it was known then. */
export interface LoanHistoryItem {
  readonly fact: SequencedFact;
  readonly state: ShownLoan;
}

/** The loans and claims of a borrower at all institutions, brought forward fact by fact. */
class BorrowerKnown {
  private readonly loans = new Map<string, LoanPage>();
  private readonly claims = new Map<string, ClaimPage>();

  pass(fact: SequencedFact): void {
    const loan = loanPage(this.loans.get(fact.stream), fact);
    if (loan) this.loans.set(fact.stream, loan);
    const name = claimKey(fact)?.join(' ');
    if (name === undefined) return;
    const claim = claimPage(this.claims.get(name), fact);
    if (claim) this.claims.set(name, claim);
  }

  loan(stream: string): ShownLoan | undefined {
    const page = this.loans.get(stream);
    return page && { ...page, claim: claimOfLoan(this.claimOf(page)) };
  }

  private claimOf({ institution, loanId }: LoanPage): ShownClaim | null {
    const claim = this.claims.get(`${institution} ${loanId}`);
    if (!claim) return null;
    return shownClaim(claim, {
      contested: areContested([...this.claims.values()]),
      earliestDrawdown: earliestDrawdown([...this.loans.values()]),
    });
  }
}

/**
 * Folds the facts of one loan, from its first, and keeps every state on the way. What was said of its claim, and of other
 * loans and claims of its borrower, stands in other streams: of those facts each state takes in what was recorded before it.
 */
export const loanHistory = (
  facts: readonly SequencedFact[],
  beside: readonly SequencedFact[] = [],
): readonly LoanHistoryItem[] => {
  const items: LoanHistoryItem[] = [];
  const known = new BorrowerKnown();
  let passed = 0;
  for (const fact of facts) {
    for (let next = beside[passed]; next && next.seq < fact.seq; next = beside[(passed += 1)])
      known.pass(next);
    known.pass(fact);
    const state = known.loan(fact.stream);
    if (state) items.push({ fact, state });
  }
  return items;
};
