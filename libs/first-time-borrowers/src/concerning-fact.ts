import type { BorrowerFact, LoanFact, SequencedFact } from '#facts';
import { knownFacts } from '#projections';

const concerns = {
  LoanIssued: true,
  LoanOpened: true,
  LoanCancelled: true,
  FirstTimeClaimed: true,
  FirstTimeContestDecided: true,
} as const;

type Concerning = keyof typeof concerns;

/** A fact that changes the dossier of a borrower, in its place in the order. */
export type ConcerningFact = Extract<LoanFact | BorrowerFact, { readonly type: Concerning }> &
  Pick<SequencedFact, 'seq'>;

const loanFact = knownFacts<LoanFact>((stream) => stream.startsWith('loan-'), {
  LoanOpened: true,
  LoanIssued: true,
  LoanRenewed: true,
  LoanExtended: true,
  LoanRepaid: true,
  LoanReclassified: true,
  LoanWrittenOff: true,
  LoanCancelled: true,
  FirstTimeClaimed: true,
});

const borrowerFact = knownFacts<BorrowerFact>((stream) => stream.startsWith('borrower-'), {
  FirstTimeRecognised: true,
  FirstTimeSuperseded: true,
  FirstTimeDenied: true,
  FirstTimeRevoked: true,
  FirstTimeContestDecided: true,
});

/** Undefined for all others. Throws at a type of loan or borrower facts that is not known: it might change a dossier. */
export const concerningFact = (fact: SequencedFact): ConcerningFact | undefined => {
  const known = loanFact(fact) ?? borrowerFact(fact);
  return known && Object.hasOwn(concerns, known.type) ? (known as ConcerningFact) : undefined;
};
