import type { Borrower, Claim, ClaimSettlement, Fact, NamedFact } from '#contract';
import type { FirstTimeContestDecided } from '#facts';

/** Why the arbiter said what it said, in words of its own for each reason; a recognition needs none. */
export const settledReasons = [
  'EARLIER_CLAIM',
  'CONTEST_DECIDED',
  'PRIOR_LOAN',
  'LOAN_WITHDRAWN',
  'CLAIM_WITHDRAWN',
  'DRAWDOWN_CHANGED',
] as const;
type SettledReason = (typeof settledReasons)[number];

/** One step of a claim: what the arbiter recorded of it, or that a supervisor decided for it. */
export interface ClaimStep {
  readonly seq: number;
  readonly recordedAt: string;
  /** The drawdown that it speaks of; none of a decision. */
  readonly drawn: string | null;
  readonly said: 'recognised' | 'decided' | SettledReason;
  /** Of a denial: the drawdown of the loan before. Of a decision: why. */
  readonly more: string;
  /** What it did to the number of first-time borrowers. */
  readonly counts: 1 | -1 | 0;
  readonly causedBy: NamedFact | null;
  /** It is the last that the arbiter recorded of the claim. */
  readonly isInForce: boolean;
}

const saidOf = ({ reason }: ClaimSettlement): ClaimStep['said'] =>
  settledReasons.find((each) => each === reason) ?? 'recognised';

const countsOf = ({ type, held }: ClaimSettlement): ClaimStep['counts'] =>
  type === 'FirstTimeRecognised' ? 1 : held ? -1 : 0;

const decisionStep = (fact: Fact): ClaimStep => ({
  seq: fact.seq,
  recordedAt: fact.recordedAt,
  drawn: null,
  said: 'decided',
  more: (fact.data as FirstTimeContestDecided['data']).reason,
  counts: 0,
  causedBy: null,
  isInForce: false,
});

interface OfLoan {
  readonly institution: string | null;
  readonly loanId: string;
}

/** Everything that was recorded of one claim, in the order of the log. */
export const claimSteps = (
  { settlements, decisions }: Pick<Borrower, 'settlements' | 'decisions'>,
  claim: Pick<Claim, 'institution' | 'loanId'>,
): readonly ClaimStep[] => {
  const isOfClaim = ({ institution, loanId }: OfLoan): boolean =>
    institution === claim.institution && loanId === claim.loanId;
  const settled = settlements.filter(isOfClaim);
  const steps = settled.map((each, at) => ({
    seq: each.seq,
    recordedAt: each.recordedAt,
    drawn: each.effectiveDate,
    said: saidOf(each),
    more: each.earlierDate ?? '',
    counts: countsOf(each),
    causedBy: each.causedBy,
    isInForce: at === settled.length - 1,
  }));
  const decided = decisions.filter(({ data }) => isOfClaim(data as FirstTimeContestDecided['data']));
  return [...steps, ...decided.map(decisionStep)].toSorted((one, other) => one.seq - other.seq);
};
