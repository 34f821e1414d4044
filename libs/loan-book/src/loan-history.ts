import { Map as PersistentMap } from 'immutable';
import type { Loan } from '#contract';
import { changeOf, factValueOf, type SequencedFact, streams, typesThat } from '#facts';
import { type Amendment, standingFacts } from '#history';
import { refold } from '#projections';
import {
  claimAmended,
  claimKey,
  type ClaimPage,
  claimPage,
  areContested,
  claimOfLoan,
  earliestDrawdown,
} from './claims/claim-page.js';
import { loanFact, type LoanPage, loanPage } from './loan-page.js';

/** Types of facts of a loan that matter to the claims of its borrower: that it is there, never was, or carries one; and what changes those. */
export const matteringToClaims = typesThat(
  ({ subject, bearing }) => subject === 'fact' || (subject === 'loan' && bearing !== 'changes'),
);

/** All that the states after a fact of a loan rest on. It never changes, so that a fold can go on from it at any time. */
export interface LoanKnown {
  /** Of the last fact of the loan that is in it; -1 before the first. */
  readonly revision: number;
  /** Keys of the borrowers whose claims matter, from the loan's claim on, and up to where the facts beside the loan's own are in it. */
  readonly claimedFor: PersistentMap<string, number>;
  /** The loans and claims of the borrower at all institutions, by stream and by key. */
  readonly loans: PersistentMap<string, LoanPage>;
  readonly claims: PersistentMap<string, ClaimPage>;
  /** Of other loans, by stream, the facts that matter to claims with what changes them, as they were recorded. */
  readonly others: PersistentMap<string, readonly SequencedFact[]>;
}

export const nothingKnown: LoanKnown = {
  revision: -1,
  claimedFor: PersistentMap(),
  loans: PersistentMap(),
  claims: PersistentMap(),
  others: PersistentMap(),
};

type Known = Pick<LoanKnown, 'loans' | 'claims' | 'others'>;

const put = <Page>(
  pages: PersistentMap<string, Page>,
  key: string,
  page: Page | undefined,
): PersistentMap<string, Page> => (page === undefined ? pages.delete(key) : pages.set(key, page));

const refolded = refold(loanPage);

/** After a correction or reversal in a loan's stream; of its key in either page. */
const amended = (known: Known, amendment: Amendment): Known => {
  const { fact, before, after } = amendment;
  const key = [...before, ...after].map(claimKey).find(Boolean)?.join(' ');
  return {
    ...known,
    loans: put(known.loans, fact.stream, refolded(undefined, amendment)),
    claims:
      key === undefined
        ? known.claims
        : put(known.claims, key, claimAmended(known.claims.get(key), amendment)),
  };
};

const claimPassed = (claims: Known['claims'], fact: SequencedFact): Known['claims'] => {
  const key = claimKey(fact)?.join(' ');
  const page = key === undefined ? undefined : claims.get(key);
  // What is said of the claim for a loan that is not among these, nobody asks for.
  const isOfNoLoan = page === undefined && factValueOf(fact.type)?.subject === 'claim';
  return key === undefined || isOfNoLoan ? claims : put(claims, key, claimPage(page, fact));
};

/** After a fact of the loan itself. `recorded` are the facts of its stream from the first one on, as far as any changes another. */
const passedOwn = (known: Known, fact: SequencedFact, recorded: readonly SequencedFact[]): Known => {
  const change = changeOf(fact);
  if (change) {
    const upTo = recorded.slice(0, fact.revision + 1);
    const before = standingFacts(upTo.slice(0, -1));
    return amended(known, { fact: change, before, after: standingFacts(upTo) });
  }
  const page = loanPage(known.loans.get(fact.stream), fact);
  return {
    ...known,
    loans: put(known.loans, fact.stream, page),
    claims: claimPassed(known.claims, fact),
  };
};

/** After a fact of another loan of the borrower, or of the borrower itself. */
const passedOther = (known: Known, fact: SequencedFact): Known => {
  if (!streams.loan.read(fact.stream)) return { ...known, claims: claimPassed(known.claims, fact) };
  const recorded = known.others.get(fact.stream) ?? [];
  const change = changeOf(fact);
  const isKnown = recorded.some(({ revision }) => revision === change?.data.corrects.revision);
  if (change && !isKnown) return known;
  const upTo = [...recorded, fact];
  const others = known.others.set(fact.stream, upTo);
  if (change) {
    const [before, after] = [standingFacts(recorded), standingFacts(upTo)];
    return { ...amended(known, { fact: change, before, after }), others };
  }
  return { ...passedOwn(known, fact, []), others };
};

/** A fact, with the loan as it was known then. */
export interface KnownThen {
  readonly fact: SequencedFact;
  readonly state: Loan | null;
}

const shown = ({ loans, claims }: Known, stream: string): Loan | null => {
  const page = loans.get(stream);
  if (!page) return null;
  const claim = claims.get(`${page.institution} ${page.loanId}`);
  if (!claim?.claim) return { ...page, claim: null };
  const { borrowerKey } = claim;
  return {
    ...page,
    claim: claimOfLoan(claim, {
      contested: areContested([...claims.values()].filter((each) => each.borrowerKey === borrowerKey)),
      earliestDrawdown: earliestDrawdown(
        [...loans.values()].filter(({ borrower }) => borrower.id === borrowerKey),
      ),
    }),
  };
};

/** The borrowers whose other loans and claims the next states rest on, with what is known of them; none while the loan has no claim. */
export const claimedFor = (known: LoanKnown, next: readonly SequencedFact[]): LoanKnown['claimedFor'] =>
  next
    .map(loanFact)
    .flatMap((fact) => (fact?.type === 'FirstTimeClaimed' ? [fact.data.borrower.id] : []))
    .reduce((keys, key) => (keys.has(key) ? keys : keys.set(key, 0)), known.claimedFor);

/** Facts that the states of a loan rest on, besides those that are folded. */
export interface OtherFacts {
  /** Of the borrowers that it was claimed for, what stands in other streams and is not known yet, in the order of the log. */
  readonly ofBorrowers?: readonly SequencedFact[];
  /** The facts of its own stream from the first one on, up to the last that changes another; none where none does. */
  readonly recorded?: readonly SequencedFact[];
}

/**
 * Folds further facts of one loan and keeps every state on the way. What was said of its claim, and of other loans and claims of
 * its borrower, stands in other streams: of those facts each state takes in what was recorded before it. Once its first report was
 * reversed there is no state, until it is reported anew.
 */
export const loanHistory = (
  facts: readonly SequencedFact[],
  { ofBorrowers = [], recorded = [] }: OtherFacts = {},
  from: LoanKnown = nothingKnown,
): { readonly items: readonly KnownThen[]; readonly known: LoanKnown } => {
  const items: KnownThen[] = [];
  let known: Known = from;
  let index = 0;
  for (const fact of facts) {
    for (let next = ofBorrowers[index]; next && next.seq < fact.seq; next = ofBorrowers[(index += 1)])
      known = passedOther(known, next);
    known = passedOwn(known, fact, recorded);
    items.push({ fact, state: shown(known, fact.stream) });
  }
  const last = facts.at(-1);
  return {
    items,
    known: {
      loans: known.loans,
      claims: known.claims,
      others: known.others,
      revision: last?.revision ?? from.revision,
      claimedFor: last ? claimedFor(from, facts).map(() => last.seq) : from.claimedFor,
    },
  };
};
