import {
  type ChangeFact,
  changeOf,
  type FactOfKind,
  factsOf,
  factValues,
  type SequencedFact,
  streams,
  type TypesThat,
  type LoanFact,
} from '#facts';
import type { BusinessDate } from '#calendar';
import type { Amendment } from '#history';
import type { InstitutionCode, LoanId } from '#identifiers';

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

/** A loan of the borrower, at whatever bank, and the claim that it carries: a claim goes by institution and loan id. */
export interface DossierLoan {
  readonly institution: InstitutionCode;
  readonly loanId: LoanId;
  /** The effective date of an issue, the start date of an opening position. */
  readonly drawdownDate: BusinessDate;
  readonly drawdownTime: string | null;
  /** Repaid loans are effective; cancelled and reversed ones are not. */
  readonly effective: boolean;
  /** Only a claim in a dossier is withdrawn: of the loan itself nothing is left of it. */
  readonly claim: 'NONE' | 'STANDS' | 'WITHDRAWN';
}

/** A loan of a borrower that is known by then. */
export interface KnownLoan {
  readonly borrowerKey: string;
  readonly loan: DossierLoan;
}

/** A supervisor put this claim first. */
export interface ContestDecision {
  readonly institution: InstitutionCode;
  readonly loanId: LoanId;
  readonly reason: string;
}

/**
 * All that a borrower's claims are settled by. Of loans without a claim only the dates count, so that a firm with ten thousand
 * of them costs little more than one with ten.
 */
export interface Dossier {
  /** How many effective loans, at all banks, were drawn on a day; days with none are not there. */
  readonly drawdowns: Readonly<Record<string, number>>;
  /** Loans that carry a claim or once did, in the order of the first claims for them. */
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
  readonly institution: InstitutionCode;
  readonly loanId: LoanId;
}): string => `${institution}|${loanId}`;

type LoanStep = Extract<DossierFact, LoanFact>;

/** The loan after a fact of its stream; throws when the fact builds on nothing. */
export const loanAfter = (known: KnownLoan | undefined, fact: LoanStep): KnownLoan => {
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

/** A loan before and after a correction or reversal; undefined where none of its facts is in force. */
export interface AmendedLoan {
  readonly before: KnownLoan | undefined;
  readonly after: KnownLoan | undefined;
}

/** Undefined when the loan is to its borrower's dossier what it was: most corrections are of amounts. */
export const amendedLoan = ({ before, after }: Amendment): AmendedLoan | undefined => {
  const amended = { before: standingLoan(before), after: standingLoan(after) };
  return JSON.stringify(amended.before) === JSON.stringify(amended.after) ? undefined : amended;
};

const standingLoan = (standing: readonly SequencedFact[]): KnownLoan | undefined =>
  standing
    .flatMap((fact) => concerningFact(fact) ?? [])
    .reduce<KnownLoan | undefined>((loan, fact) => loanAfter(loan, fact as LoanStep), undefined);

const drawn = (
  { institution, data }: Extract<LoanFact, { readonly type: 'LoanIssued' | 'LoanOpened' }>,
  drawdownDate: BusinessDate,
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

/** The dossier when a loan of the borrower became another, came, or is no more. */
export const withLoan = (
  { drawdowns, claims, decisions }: Dossier,
  before: DossierLoan | undefined,
  after: DossierLoan | undefined,
): Dossier => ({
  drawdowns: counted(counted(drawdowns, before, -1), after, 1),
  claims: withClaim(claims, before, after),
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

/** A loan keeps the place of its first claim: what was claimed once has a status for ever. */
const withClaim = (
  claims: readonly DossierLoan[],
  before: DossierLoan | undefined,
  after: DossierLoan | undefined,
): readonly DossierLoan[] => {
  const loan = after ?? (before && { ...before, effective: false, claim: 'NONE' });
  if (!loan) return claims;
  const index = claims.findIndex((claim) => claimKey(claim) === claimKey(loan));
  if (index < 0) return loan.claim === 'NONE' ? claims : [...claims, loan];
  return claims.with(index, { ...loan, claim: loan.claim === 'STANDS' ? 'STANDS' : 'WITHDRAWN' });
};
