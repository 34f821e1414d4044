import { type ArbitratedClaim, arbitrate } from './arbitrate.js';
import type { ConcerningFact } from './concerning-fact.js';
import { afterFact, type Dossier, emptyDossier } from './dossier.js';

/** A fact changed the dossier of a borrower who has claims: this is what they are now. */
export interface Step {
  readonly borrowerKey: string;
  readonly cause: { readonly seq: number; readonly eventId: string };
  readonly arbitrated: readonly ArbitratedClaim[];
}

export interface Standing {
  readonly dossiers: ReadonlyMap<string, Dossier>;
  /** Borrower of each loan, by the loan's stream. */
  readonly borrowers: ReadonlyMap<string, string>;
}

export interface Followed {
  /** That became others. */
  readonly dossiers: ReadonlyMap<string, Dossier>;
  /** Of loans that were not there before. */
  readonly borrowers: ReadonlyMap<string, string>;
  /** In the order of their causes. */
  readonly steps: readonly Step[];
}

/** The borrower that a fact names; undefined when only its loan knows. */
export const borrowerNamed = ({ data }: ConcerningFact): string | undefined => {
  if ('borrowerKey' in data) return data.borrowerKey;
  return 'borrower' in data ? data.borrower.id : undefined;
};

/** Takes facts in order into the dossiers. Batches may be cut anywhere: dossiers and steps come out the same. */
export const followFacts = (standing: Standing, facts: readonly ConcerningFact[]): Followed => {
  const dossiers = new Map<string, Dossier>();
  const borrowers = new Map<string, string>();
  const steps: Step[] = [];
  for (const fact of facts) {
    const borrowerKey =
      borrowerNamed(fact) ?? borrowers.get(fact.stream) ?? standing.borrowers.get(fact.stream);
    if (borrowerKey === undefined) throw new Error(`${fact.type} in ${fact.stream} builds on nothing.`);
    if (isDrawdown(fact)) borrowers.set(fact.stream, borrowerKey);
    const before = dossiers.get(borrowerKey) ?? standing.dossiers.get(borrowerKey) ?? emptyDossier;
    const dossier = afterFact(before, fact);
    dossiers.set(borrowerKey, dossier);
    const arbitrated = arbitrate(borrowerKey, dossier);
    if (arbitrated.length > 0)
      steps.push({ borrowerKey, cause: { seq: fact.seq, eventId: fact.eventId }, arbitrated });
  }
  return { dossiers, borrowers, steps };
};

const isDrawdown = ({ type }: ConcerningFact): boolean => type === 'LoanIssued' || type === 'LoanOpened';
