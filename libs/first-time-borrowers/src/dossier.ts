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

/** A supervisor put this claim first. */
export interface ContestDecision {
  readonly institution: string;
  readonly loanId: string;
  readonly reason: string;
}

/** All that a borrower's claims are settled by. */
export interface Dossier {
  readonly loans: readonly DossierLoan[];
  /** In the order they were made. */
  readonly decisions: readonly ContestDecision[];
}

export const emptyDossier: Dossier = { loans: [], decisions: [] };

/** Loans and claims go by this. */
export const claimKey = ({
  institution,
  loanId,
}: {
  readonly institution: string;
  readonly loanId: string;
}): string => `${institution}|${loanId}`;

/** The dossier after the fact. */
export const afterFact = (dossier: Dossier, fact: ConcerningFact): Dossier => {
  switch (fact.type) {
    case 'LoanIssued':
      return drawn(dossier, fact, fact.effectiveDate, fact.data.drawdownTime ?? null);
    case 'LoanOpened':
      return drawn(dossier, fact, fact.data.startDate, null);
    case 'LoanCancelled':
      return changed(dossier, fact, { effective: false });
    case 'FirstTimeClaimed':
      return changed(dossier, fact, { claim: 'STANDS' });
    case 'FirstTimeContestDecided': {
      const { institution, loanId, reason } = fact.data;
      return { ...dossier, decisions: [...dossier.decisions, { institution, loanId, reason }] };
    }
  }
};

const keyOf = ({ institution, data }: LoanFact): string =>
  claimKey({ institution: institution ?? '', loanId: data.loanId });

const drawn = (
  { loans, decisions }: Dossier,
  { institution, data }: LoanFact,
  drawdownDate: string | null,
  drawdownTime: string | null,
): Dossier => {
  if (institution === null || drawdownDate === null)
    throw new Error('A loan needs a bank and a drawdown date.');
  const loan: DossierLoan = {
    institution,
    loanId: data.loanId,
    drawdownDate,
    drawdownTime,
    effective: true,
    claim: 'NONE',
  };
  return { loans: [...loans, loan], decisions };
};

const changed = (
  { loans, decisions }: Dossier,
  fact: LoanFact,
  change: Partial<Pick<DossierLoan, 'effective' | 'claim'>>,
): Dossier => {
  const key = keyOf(fact);
  if (!loans.some((loan) => claimKey(loan) === key))
    throw new Error(`${fact.type} in ${fact.stream} builds on nothing.`);
  return { loans: loans.map((loan) => (claimKey(loan) === key ? { ...loan, ...change } : loan)), decisions };
};
