import { Map as PersistentMap } from 'immutable';
import type { Loan, LoanHistoryItem } from '#contract';
import type { SequencedFact } from '#facts';
import { claimKey, type ClaimPage, claimPage } from './claims/claim-page.js';
import { areContested, claimOfLoan, earliestDrawdown } from './claims/shown-claim.js';
import { loanFact, type LoanPage, loanPage } from './loan-page.js';

/** All that the states after a fact of a loan rest on. It never changes, so that a fold can go on from it at any time. */
export interface LoanKnown {
  /** Of the last fact of the loan that is in it; -1 before the first. */
  readonly revision: number;
  /** Up to where the facts beside the loan's own are in it. */
  readonly borrowerUpTo: number;
  /** Key of the borrower whose claims matter, from the loan's claim on. */
  readonly claimedFor: string | null;
  /** The loans and claims of the borrower at all institutions, by stream and by key. */
  readonly loans: PersistentMap<string, LoanPage>;
  readonly claims: PersistentMap<string, ClaimPage>;
}

export const nothingKnown: LoanKnown = {
  revision: -1,
  borrowerUpTo: 0,
  claimedFor: null,
  loans: PersistentMap(),
  claims: PersistentMap(),
};

type Known = Pick<LoanKnown, 'loans' | 'claims'>;

const passed = ({ loans, claims }: Known, fact: SequencedFact): Known => {
  const loan = loanPage(loans.get(fact.stream), fact);
  const key = claimKey(fact)?.join(' ');
  const claim = key === undefined ? undefined : claimPage(claims.get(key), fact);
  return {
    loans: loan ? loans.set(fact.stream, loan) : loans,
    claims: key !== undefined && claim ? claims.set(key, claim) : claims,
  };
};

const shown = ({ loans, claims }: Known, stream: string): Loan | undefined => {
  const page = loans.get(stream);
  if (!page) return undefined;
  const claim = claims.get(`${page.institution} ${page.loanId}`);
  const context = claim?.claim && {
    contested: areContested([...claims.values()]),
    earliestDrawdown: earliestDrawdown([...loans.values()]),
  };
  return { ...page, claim: context ? claimOfLoan(claim, context) : null };
};

/** The borrower whose other loans and claims the next states rest on; null while the loan has no claim. */
export const claimedFor = (known: LoanKnown, next: readonly SequencedFact[]): string | null => {
  const claim = next.map(loanFact).find((fact) => fact?.type === 'FirstTimeClaimed');
  return claim?.type === 'FirstTimeClaimed' ? claim.data.borrower.id : known.claimedFor;
};

/**
 * Folds further facts of one loan and keeps every state on the way. What was said of its claim, and of other loans and claims of
 * its borrower, stands in other streams: of those facts, which come in the order of the log, each state takes in what was recorded
 * before it.
 */
export const loanHistory = (
  facts: readonly SequencedFact[],
  ofBorrower: readonly SequencedFact[] = [],
  from: LoanKnown = nothingKnown,
): { readonly items: readonly LoanHistoryItem[]; readonly known: LoanKnown } => {
  const items: LoanHistoryItem[] = [];
  let known: Known = from;
  let index = 0;
  for (const fact of facts) {
    for (let next = ofBorrower[index]; next && next.seq < fact.seq; next = ofBorrower[(index += 1)])
      known = passed(known, next);
    known = passed(known, fact);
    const state = shown(known, fact.stream);
    if (state) items.push({ fact, state });
  }
  const last = facts.at(-1);
  const borrower = claimedFor(from, facts);
  return {
    items,
    known: {
      loans: known.loans,
      claims: known.claims,
      revision: last?.revision ?? from.revision,
      borrowerUpTo: borrower === null ? 0 : (last?.seq ?? from.borrowerUpTo),
      claimedFor: borrower,
    },
  };
};
