import type { Claim, ClaimStatus } from '#contract';
import {
  type ArbitrationFact,
  factsOf,
  type FirstTimeReason,
  type LoanFact,
  type SequencedFact,
} from '#facts';
import type { Amendment } from '#history';
import { type Sequenced, existing } from '#projections';
import { type LoanPage, type FactOf, loanFact } from '../loan-page.js';

// Part of what is shown of a claim is no fact about it: it follows from the claims and loans of its borrower at all institutions.

/** What the claims and loans of a borrower say of a claim. */
export interface ClaimContext {
  /** Several claims are eligible, and one of them lacks the time of its drawdown. */
  readonly contested: boolean;
  /** Among the effective loans; null for none. */
  readonly earliestDrawdown: string | null;
}

/** No earlier loan stands against these; one of them is the recognised one. */
export const eligibleStatuses: readonly ClaimStatus[] = ['RECOGNISED', 'SUPERSEDED'];

const isEligible = ({ claim }: ClaimPage): boolean =>
  claim !== null && eligibleStatuses.includes(claim.status);

/** Of the claims of one borrower: whether those that are eligible are contested. A decision does not end it. */
export const areContested = (ofBorrower: readonly ClaimPage[]): boolean => {
  const eligible = ofBorrower.filter(isEligible);
  return eligible.length > 1 && eligible.some(({ drawdownTime }) => drawdownTime === null);
};

/** Of the loans of one borrower: when the first of them that is effective was drawn; repaid ones count. */
export const earliestDrawdown = (ofBorrower: readonly LoanPage[]): string | null =>
  ofBorrower
    .filter(({ status }) => status !== 'CANCELLED')
    .map(({ chainStart }) => chainStart)
    .toSorted()[0] ?? null;

/** The claim as it is shown; null where there is none. */
export const shownClaim = (page: ClaimPage, context: ClaimContext): Claim | null => {
  const { claim, reissued: _reissued, ...loan } = page;
  if (!claim) return null;
  const { status, reason, seq } = claim;
  return {
    ...loan,
    status,
    contested: context.contested && isEligible(page),
    reason,
    earlierDate: reason === 'PRIOR_LOAN' ? context.earliestDrawdown : null,
    seq,
  };
};

/** The claim as its loan shows it: not once it was withdrawn. A cancelled loan keeps its claim, revoked. */
export const claimOfLoan = (page: ClaimPage | null | undefined, context: ClaimContext): Claim | null => {
  if (!page?.claim || page.claim.withdrawn || page.claim.reason === 'CLAIM_WITHDRAWN') return null;
  return shownClaim(page, context);
};

/** What is known of a claim apart from its loan. */
interface ClaimState extends Pick<Claim, 'status' | 'seq'> {
  readonly reason: FirstTimeReason | null;
  /** Its report was reversed, whatever the arbiter said of it since; absent where it was not. */
  readonly withdrawn?: true;
}

/** Whose an issued loan is, and when it was drawn. */
type Drawn = Pick<Claim, 'borrowerKey' | 'drawdownDate' | 'drawdownTime'>;

/**
 * An issued loan, which a claim may be made for, and the claim once it is made. A claim that was withdrawn is shown until there is a new
 * one, also when its loan was reversed: the loan is then as it last stood.
 */
export interface ClaimPage extends Pick<Claim, 'institution' | 'loanId'>, Drawn {
  readonly claim: ClaimState | null;
  /** The loan that has the id by now, where that is another borrower's than the claim; absent where it is not. */
  readonly reissued?: Drawn;
}

/** The facts of a borrower's stream, or undefined for others. */
const borrowerFact = factsOf('borrower');

const statuses = {
  FirstTimeRecognised: 'RECOGNISED',
  FirstTimeSuperseded: 'SUPERSEDED',
  FirstTimeDenied: 'DENIED',
  FirstTimeRevoked: 'REVOKED',
} as const satisfies Record<ArbitrationFact['type'], ClaimStatus>;

const drawnIn = ({ effectiveDate, data }: FactOf<'LoanIssued'>): Drawn => ({
  borrowerKey: data.borrower.id,
  drawdownDate: effectiveDate,
  drawdownTime: data.drawdownTime ?? null,
});

/** The row with the loan as it is by now. The claim of one that was reversed is of that one, and keeps it. */
const issued = (page: ClaimPage | undefined, fact: FactOf<'LoanIssued'>): ClaimPage => {
  const drawn = drawnIn(fact);
  if (!page) return { institution: fact.institution, loanId: fact.data.loanId, ...drawn, claim: null };
  const { reissued: _reissued, ...own } = page;
  if (page.claim && page.borrowerKey !== drawn.borrowerKey) return { ...own, reissued: drawn };
  return { ...own, ...drawn };
};

const claimed = ({ reissued, ...page }: ClaimPage, seq: number): ClaimPage => ({
  ...page,
  ...reissued,
  claim: { status: 'PENDING', reason: null, seq },
});

/** Of a claim that is revoked already the arbiter says nothing more: its loan was cancelled before. */
const withdrawn = (page: ClaimPage, seq: number): ClaimPage => {
  if (!page.claim) return page;
  const { claim } = page;
  const revoked =
    claim.status === 'REVOKED'
      ? claim
      : { status: 'REVOKED' as const, reason: 'CLAIM_WITHDRAWN' as const, seq };
  return { ...page, claim: { ...revoked, withdrawn: true } };
};

/** The arbiter speaks of one borrower after the other: what it says of who had the loan id before comes too late. */
const settled = (page: ClaimPage, { type, data, seq }: Sequenced<ArbitrationFact>): ClaimPage => {
  if (data.borrowerKey !== page.borrowerKey) return page;
  const claim = { status: statuses[type], reason: data.reason, seq };
  return { ...page, claim: page.claim?.withdrawn ? { ...claim, withdrawn: true } : claim };
};

/** The claim after a fact of its loan or of its borrower; facts in the order of recording. Throws when it builds on nothing. */
export const claimPage = (page: ClaimPage | undefined, sequenced: SequencedFact): ClaimPage | undefined => {
  const ofBorrower = borrowerFact(sequenced);
  if (ofBorrower) {
    // Which claim goes first is the arbiter's to say, in facts of its own.
    if (ofBorrower.type === 'FirstTimeContestDecided') return page;
    return settled(existing(page, ofBorrower), ofBorrower);
  }
  const fact = loanFact(sequenced);
  if (fact?.type === 'LoanIssued') return issued(page, fact);
  if (fact?.type === 'FirstTimeClaimed') return claimed(existing(page, fact), fact.seq);
  return page;
};

const oneOf = <Type extends LoanFact['type']>(
  facts: readonly SequencedFact[],
  type: Type,
): FactOf<Type> | undefined =>
  facts.flatMap((fact) => loanFact(fact) ?? []).find((fact): fact is FactOf<Type> => fact.type === type);

/** Without its loan a row is there for its claim alone. */
const gone = ({ reissued: _reissued, ...page }: ClaimPage): ClaimPage | undefined =>
  page.claim ? page : undefined;

/** The row after a correction or reversal of a fact of its loan. */
export const claimAmended = (
  page: ClaimPage | undefined,
  { fact, before, after }: Pick<Amendment, 'fact' | 'before' | 'after'>,
): ClaimPage | undefined => {
  const isWithdrawn = oneOf(before, 'FirstTimeClaimed') && !oneOf(after, 'FirstTimeClaimed');
  const kept = page && isWithdrawn ? withdrawn(page, fact.seq) : page;
  const issue = oneOf(after, 'LoanIssued');
  if (issue) return issued(kept, issue);
  return kept && gone(kept);
};

/** Key of the claim that a fact touches; undefined for a fact that touches none. */
export const claimKey = (
  sequenced: SequencedFact,
): readonly [institution: string, loanId: string] | undefined => {
  const ofBorrower = borrowerFact(sequenced);
  if (ofBorrower?.type === 'FirstTimeContestDecided') return undefined;
  if (ofBorrower) return [ofBorrower.institution, ofBorrower.data.loanId];
  const fact = loanFact(sequenced);
  if (fact?.type !== 'LoanIssued' && fact?.type !== 'FirstTimeClaimed') return undefined;
  return [fact.institution, fact.data.loanId];
};
