import type { Borrower, Claim, Loan } from '#contract';

/** Why a claim stands as it does, in the words of the rule that settled it (2.5). */
type Why =
  | 'pending'
  | 'recognised'
  | 'alone'
  | 'first'
  | 'firstForNow'
  | 'decidedFor'
  | 'decidedAgainst'
  | 'later'
  | 'laterForNow'
  | 'priorLoan'
  | 'loanWithdrawn'
  | 'claimWithdrawn';

export interface ExplainedClaim {
  readonly claim: Claim;
  readonly why: Why;
  /** The claim that was recognised instead. */
  readonly winner: Claim | undefined;
  /** The loan that was drawn before any that is claimed. */
  readonly prior: Loan | undefined;
}

/** A claim without a time of day comes last in its day. */
const momentOf = ({ drawdownDate, drawdownTime }: Claim): string => `${drawdownDate} ${drawdownTime ?? '24'}`;

const byMoment = (one: Claim, other: Claim): number => {
  const [first, second] = [momentOf(one), momentOf(other)];
  return first === second ? 0 : first < second ? -1 : 1;
};

interface AmongOthers {
  /** A bank is shown its own claims alone: they do not show whether others stand. */
  readonly areAll: boolean;
  readonly isDecided: boolean;
  readonly isAlone: boolean;
}

const whyOf = (claim: Claim, { areAll, isDecided, isAlone }: AmongOthers): Why => {
  switch (claim.status) {
    case 'PENDING':
      return 'pending';
    case 'RECOGNISED':
      if (!areAll) return claim.contested ? 'firstForNow' : 'recognised';
      if (isAlone) return 'alone';
      if (isDecided) return 'decidedFor';
      return claim.contested ? 'firstForNow' : 'first';
    case 'SUPERSEDED':
      if (claim.reason === 'CONTEST_DECIDED') return 'decidedAgainst';
      return claim.contested ? 'laterForNow' : 'later';
    case 'DENIED':
      return 'priorLoan';
    case 'REVOKED':
      return claim.reason === 'CLAIM_WITHDRAWN' ? 'claimWithdrawn' : 'loanWithdrawn';
  }
};

/** What became of each claim of a borrower and why, in the order in which the loans were drawn. */
export const explainedClaims = (
  { claims, loans }: Pick<Borrower, 'claims' | 'loans'>,
  areAll: boolean,
): readonly ExplainedClaim[] => {
  const winner = claims.find(({ status }) => status === 'RECOGNISED');
  const isDecided = claims.some(({ reason }) => reason === 'CONTEST_DECIDED');
  const standing = claims.filter(({ status }) => status !== 'REVOKED');
  const [prior] = loans
    .filter(({ status }) => status !== 'CANCELLED')
    .toSorted((one, other) => (one.chainStart < other.chainStart ? -1 : 1));
  return [...claims].sort(byMoment).map((claim) => {
    const why = whyOf(claim, { areAll, isDecided, isAlone: standing.length === 1 });
    return {
      claim,
      why,
      winner: claim.status === 'SUPERSEDED' ? winner : undefined,
      prior: why === 'priorLoan' && prior?.chainStart === claim.earlierDate ? prior : undefined,
    };
  });
};
