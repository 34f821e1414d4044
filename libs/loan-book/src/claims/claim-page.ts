import type { Claim, ClaimStatus } from '#contract';
import { type ArbitrationFact, factsOf, type FirstTimeReason, type SequencedFact } from '#facts';
import { type Sequenced, existing } from '#projections';
import { type FactOf, loanFact } from '../loan-page.js';

/** What is known of a claim apart from its loan. */
interface ClaimState extends Pick<Claim, 'status' | 'seq'> {
  readonly reason: FirstTimeReason | null;
}

/** An issued loan, which a claim may be made for, and the claim once it is made. */
export interface ClaimPage extends Pick<
  Claim,
  'institution' | 'loanId' | 'borrowerKey' | 'drawdownDate' | 'drawdownTime'
> {
  readonly claim: ClaimState | null;
}

/** The facts of a borrower's stream, or undefined for others. */
const borrowerFact = factsOf('borrower');

const statuses = {
  FirstTimeRecognised: 'RECOGNISED',
  FirstTimeSuperseded: 'SUPERSEDED',
  FirstTimeDenied: 'DENIED',
  FirstTimeRevoked: 'REVOKED',
} as const satisfies Record<ArbitrationFact['type'], ClaimStatus>;

const issued = (fact: FactOf<'LoanIssued'>): ClaimPage => {
  const { institution } = fact;
  const { loanId, borrower, drawdownTime } = fact.data;
  return {
    institution,
    loanId,
    borrowerKey: borrower.id,
    drawdownDate: fact.effectiveDate,
    drawdownTime: drawdownTime ?? null,
    claim: null,
  };
};

const claimed = (seq: number): ClaimState => ({ status: 'PENDING', reason: null, seq });

const settled = ({ type, data, seq }: Sequenced<ArbitrationFact>): ClaimState => ({
  status: statuses[type],
  reason: data.reason,
  seq,
});

/** The claim after a fact of its loan or of its borrower; facts in the order of recording. Throws when it builds on nothing. */
export const claimPage = (page: ClaimPage | undefined, sequenced: SequencedFact): ClaimPage | undefined => {
  const ofBorrower = borrowerFact(sequenced);
  if (ofBorrower) {
    // Which claim goes first is the arbiter's to say, in facts of its own.
    if (ofBorrower.type === 'FirstTimeContestDecided') return page;
    return { ...existing(page, ofBorrower), claim: settled(ofBorrower) };
  }
  const fact = loanFact(sequenced);
  if (fact?.type === 'LoanIssued') return issued(fact);
  if (fact?.type === 'FirstTimeClaimed') return { ...existing(page, fact), claim: claimed(fact.seq) };
  return page;
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
