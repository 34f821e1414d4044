import { type FactOfKind, factsOf, factValues, type SequencedFact, type TypesThat } from '#facts';

/**
 * Types of facts that change the dossier of a borrower: loans that are there or never were, claims for them, and contests that
 * are decided.
 */
type Concerning =
  | TypesThat<{ readonly subject: 'loan'; readonly bearing: 'begins' | 'takes-back' | 'claims' }>
  | TypesThat<{ readonly subject: 'contest' }>;

/** A fact that changes the dossier of a borrower, in its place in the order. */
export type ConcerningFact = Extract<FactOfKind<'loan' | 'borrower'>, { readonly type: Concerning }> &
  Pick<SequencedFact, 'seq'>;

const known = factsOf('loan', 'borrower');

type Known = NonNullable<ReturnType<typeof known<SequencedFact>>>;

const concerns = (fact: Known): fact is Known & ConcerningFact => {
  const { subject, bearing } = factValues[fact.type];
  return subject === 'contest' || bearing === 'begins' || bearing === 'takes-back' || bearing === 'claims';
};

/** Undefined for all others. Throws at a type of loan or borrower facts that is not known: it might change a dossier. */
export const concerningFact = (fact: SequencedFact): ConcerningFact | undefined => {
  const entered = known(fact);
  return entered && concerns(entered) ? entered : undefined;
};
