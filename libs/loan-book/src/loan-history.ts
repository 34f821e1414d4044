import type { SequencedFact } from '#facts';
import { loanPage } from './loan-page.js';
import type { LoanPage } from './loan-page-shape.js';

/** A fact, and the loan as it was known then. */
export interface LoanHistoryItem {
  readonly fact: SequencedFact;
  readonly state: LoanPage;
}

/** Folds the facts of one loan, from its first, and keeps every state on the way. */
export const loanHistory = (facts: readonly SequencedFact[]): readonly LoanHistoryItem[] => {
  const items: LoanHistoryItem[] = [];
  let state: LoanPage | undefined;
  for (const fact of facts) {
    state = loanPage(state, fact);
    if (state) items.push({ fact, state });
  }
  return items;
};
