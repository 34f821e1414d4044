import type { LoanFact } from '#facts';
import type { ConcerningFact } from './concerning-fact.js';

/** A loan of the borrower, at whatever bank, and the claim that it carries: a claim goes by institution and loan id. */
export interface DossierLoan {
  readonly institution: string;
  readonly loanId: string;
  /** The effective date of an issue, the start date of an opening position. */
  readonly drawdownDate: string;
  readonly drawdownTime: string | null;
  /** Repaid loans are effective; cancelled ones are not. */
  readonly effective: boolean;
  readonly claim: 'NONE' | 'STANDS' | 'WITHDRAWN';
}

/** A loan of a borrower that is known by then. */
export interface KnownLoan {
  readonly borrowerKey: string;
  readonly loan: DossierLoan;
}

/** A supervisor put this claim first. */
export interface ContestDecision {
  readonly institution: string;
  readonly loanId: string;
  readonly reason: string;
}

/**
 * All that a borrower's claims are settled by. Of loans without a claim only the dates count, so that a firm with ten thousand
 * of them costs little more than one with ten.
 */
export interface Dossier {
  /** How many effective loans, at all banks, were drawn on a day; days with none are not there. */
  readonly drawdowns: Readonly<Record<string, number>>;
  /** Loans that carry a claim, in the order of the claims. */
  readonly claims: readonly DossierLoan[];
  /** In the order they were made. */
  readonly decisions: readonly ContestDecision[];
}

export const emptyDossier: Dossier = { drawdowns: {}, claims: [], decisions: [] };

/** Loans and claims go by this. */
export const claimKey = ({
  institution,
  loanId,
}: {
  readonly institution: string;
  readonly loanId: string;
}): string => `${institution}|${loanId}`;

/** The loan after a fact of its stream; throws when the fact builds on nothing. */
export const loanAfter = (
  known: KnownLoan | undefined,
  fact: Extract<ConcerningFact, LoanFact>,
): KnownLoan => {
  switch (fact.type) {
    case 'LoanIssued':
      return drawn(fact, fact.effectiveDate, fact.data.drawdownTime ?? null);
    case 'LoanOpened':
      return drawn(fact, fact.data.startDate, null);
    case 'LoanCancelled':
      return changed(known, fact, { effective: false });
    case 'FirstTimeClaimed':
      return changed(known, fact, { claim: 'STANDS' });
  }
};

const drawn = (
  { institution, data }: Extract<LoanFact, { readonly type: 'LoanIssued' | 'LoanOpened' }>,
  drawdownDate: string,
  drawdownTime: string | null,
): KnownLoan => {
  const { loanId, borrower } = data;
  return {
    borrowerKey: borrower.id,
    loan: { institution, loanId, drawdownDate, drawdownTime, effective: true, claim: 'NONE' },
  };
};

const changed = (
  known: KnownLoan | undefined,
  { type, stream }: LoanFact,
  change: Partial<DossierLoan>,
): KnownLoan => {
  if (!known) throw new Error(`${type} in ${stream} builds on nothing.`);
  return { ...known, loan: { ...known.loan, ...change } };
};

/** The dossier when a loan of the borrower became another, or came. */
export const withLoan = (
  { drawdowns, claims, decisions }: Dossier,
  before: DossierLoan | undefined,
  loan: DossierLoan,
): Dossier => ({
  drawdowns: counted(counted(drawdowns, before, -1), loan, 1),
  claims: loan.claim === 'NONE' ? claims : withClaim(claims, loan),
  decisions,
});

const counted = (
  drawdowns: Dossier['drawdowns'],
  loan: DossierLoan | undefined,
  by: 1 | -1,
): Dossier['drawdowns'] => {
  if (!loan?.effective) return drawdowns;
  const { [loan.drawdownDate]: count = 0, ...others } = drawdowns;
  return count + by === 0 ? others : { ...others, [loan.drawdownDate]: count + by };
};

const withClaim = (claims: readonly DossierLoan[], loan: DossierLoan): readonly DossierLoan[] => {
  const index = claims.findIndex((claim) => claimKey(claim) === claimKey(loan));
  return index < 0 ? [...claims, loan] : claims.with(index, loan);
};
