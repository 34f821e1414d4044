import type { LoanFact } from '#facts';
import type { Amendments } from '#history';
import { type ArbitratedClaim, arbitrate } from './arbitrate.js';
import {
  type ConcerningFact,
  type DossierFact,
  type LoanChange,
  type AmendedLoan,
  amendedLoan,
  type Dossier,
  emptyDossier,
  type KnownLoan,
  loanAfter,
  withLoan,
} from './dossier.js';

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
  /** By stream; null where a loan was reversed. */
  readonly loans: ReadonlyMap<string, KnownLoan | null>;
}

/** By the seq of a correction or reversal: loans that it makes others to their borrowers' dossiers. */
export type AmendedLoans = ReadonlyMap<number, AmendedLoan>;

export const amendedLoans = (amendments: Amendments): AmendedLoans =>
  new Map(
    [...amendments].flatMap(([seq, amendment]) => {
      const amended = amendedLoan(amendment);
      return amended ? [[seq, amended] as const] : [];
    }),
  );

export interface Followed extends Known {
  /** In the order of their causes. */
  readonly steps: readonly Step[];
}

const unamended: AmendedLoans = new Map();

/** Takes facts in order into what is known. Batches may be cut anywhere: all of it comes out the same. */
export const followFacts = (
  before: Known,
  facts: readonly ConcerningFact[],
  amended = unamended,
): Followed => {
  const dossiers = new Map<string, Dossier>();
  const loans = new Map<string, KnownLoan | null>();
  const steps: Step[] = [];

  const changed = (
    borrowerKey: string,
    { seq, eventId }: ConcerningFact,
    change: (dossier: Dossier) => Dossier,
  ): void => {
    const dossier = change(dossiers.get(borrowerKey) ?? before.dossiers.get(borrowerKey) ?? emptyDossier);
    dossiers.set(borrowerKey, dossier);
    if (dossier.claims.length > 0)
      steps.push({ borrowerKey, cause: { seq, eventId }, arbitrated: arbitrate(borrowerKey, dossier) });
  };
  const decided = (fact: Extract<DossierFact, { type: 'FirstTimeContestDecided' }>): void => {
    const { borrowerKey, ...decision } = fact.data;
    changed(borrowerKey, fact, (dossier) => ({ ...dossier, decisions: [...dossier.decisions, decision] }));
  };
  const reported = (fact: Extract<DossierFact, LoanFact>): void => {
    const known = (loans.has(fact.stream) ? loans : before.loans).get(fact.stream) ?? undefined;
    const after = loanAfter(known, fact);
    loans.set(fact.stream, after);
    changed(after.borrowerKey, fact, (dossier) => withLoan(dossier, known?.loan, after.loan));
  };
  const changedLoan = (fact: LoanChange): void => {
    const amendment = amended.get(fact.seq);
    if (!amendment) return;
    loans.set(fact.stream, amendment.after ?? null);
    const key = (amendment.after ?? amendment.before)?.borrowerKey;
    if (key === undefined) return;
    changed(key, fact, (dossier) => withLoan(dossier, amendment.before?.loan, amendment.after?.loan));
  };

  for (const fact of facts)
    if (fact.type === 'FirstTimeContestDecided') decided(fact);
    else if (fact.type === 'FactCorrected' || fact.type === 'FactReversed') changedLoan(fact);
    else reported(fact);
  return { dossiers, loans, steps };
};
