import {
  type ChangeFact,
  changeOf,
  type FactOfKind,
  factsOf,
  factValues,
  type SequencedFact,
  streams,
  type TypesThat,
} from '#facts';

/**
 * Types of facts that change the dossier of a borrower: loans that are there or never were, claims for them, and contests that
 * are decided.
 */
type Concerning =
  | TypesThat<{ readonly subject: 'loan'; readonly bearing: 'begins' | 'takes-back' | 'claims' }>
  | TypesThat<{ readonly subject: 'contest' }>;

/** A fact that is a step of a dossier: it says what is the case from there on. */
export type DossierFact = Extract<FactOfKind<'loan' | 'borrower'>, { readonly type: Concerning }> &
  Pick<SequencedFact, 'seq'>;

/** What corrects or reverses a fact of a loan: whether that changes a dossier is seen by the loan before and after it. */
export type LoanChange = ChangeFact & Pick<SequencedFact, 'seq'>;

/** A fact that may change the dossier of a borrower, in its place in the order. */
export type ConcerningFact = DossierFact | LoanChange;

const known = factsOf('loan', 'borrower');

type KnownFact = NonNullable<ReturnType<typeof known<SequencedFact>>>;

const concerns = (fact: KnownFact): fact is KnownFact & DossierFact => {
  const { subject, bearing } = factValues[fact.type];
  return subject === 'contest' || bearing === 'begins' || bearing === 'takes-back' || bearing === 'claims';
};

const loanChange = (fact: SequencedFact): (SequencedFact & ChangeFact) | undefined =>
  streams.loan.read(fact.stream) ? changeOf(fact) : undefined;

/** Undefined for all others. Throws at a type of loan or borrower facts that is not known: it might change a dossier. */
export const concerningFact = (fact: SequencedFact): (SequencedFact & ConcerningFact) | undefined => {
  const entered = known(fact);
  if (entered) return concerns(entered) ? entered : undefined;
  return loanChange(fact);
};
