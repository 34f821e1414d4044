import { type ArbitratedClaim, arbitrate } from './arbitrate.js';
import type { ConcerningFact } from './concerning-fact.js';
import { type Dossier, emptyDossier, type KnownLoan, loanAfter, withLoan } from './dossier.js';

/** A fact changed the dossier of a borrower who has claims: this is what they are now. */
export interface Step {
  readonly borrowerKey: string;
  readonly cause: { readonly seq: number; readonly eventId: string };
  readonly arbitrated: readonly ArbitratedClaim[];
}

/** What is known before some facts, or became other by them. */
export interface Known {
  /** By borrower. */
  readonly dossiers: ReadonlyMap<string, Dossier>;
  /** By stream. */
  readonly loans: ReadonlyMap<string, KnownLoan>;
}

export interface Followed extends Known {
  /** In the order of their causes. */
  readonly steps: readonly Step[];
}

/** Takes facts in order into what is known. Batches may be cut anywhere: all of it comes out the same. */
export const followFacts = (before: Known, facts: readonly ConcerningFact[]): Followed => {
  const dossiers = new Map<string, Dossier>();
  const loans = new Map<string, KnownLoan>();
  const steps: Step[] = [];

  const dossierOf = (borrowerKey: string): Dossier =>
    dossiers.get(borrowerKey) ?? before.dossiers.get(borrowerKey) ?? emptyDossier;
  const turned = (borrowerKey: string, dossier: Dossier, { seq, eventId }: ConcerningFact): void => {
    dossiers.set(borrowerKey, dossier);
    if (dossier.claims.length > 0)
      steps.push({ borrowerKey, cause: { seq, eventId }, arbitrated: arbitrate(borrowerKey, dossier) });
  };

  for (const fact of facts)
    if (fact.type === 'FirstTimeContestDecided') {
      const { borrowerKey, ...decision } = fact.data;
      const dossier = dossierOf(borrowerKey);
      turned(borrowerKey, { ...dossier, decisions: [...dossier.decisions, decision] }, fact);
    } else {
      const known = loans.get(fact.stream) ?? before.loans.get(fact.stream);
      const after = loanAfter(known, fact);
      loans.set(fact.stream, after);
      const { borrowerKey, loan } = after;
      turned(borrowerKey, withLoan(dossierOf(borrowerKey), known?.loan, loan), fact);
    }
  return { dossiers, loans, steps };
};
