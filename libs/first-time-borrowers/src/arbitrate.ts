import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type BusinessDate, businessDate } from '#calendar';
import type { FirstTimeContestDecided } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import { institutionText, loanIdText, text } from '#reports';
import { claimKey, type ContestDecision, type Dossier, type DossierLoan } from './dossier.js';

/** What becomes of a claim, and why. */
export type Status =
  | { readonly status: 'RECOGNISED'; readonly reason: null }
  | { readonly status: 'SUPERSEDED'; readonly reason: 'EARLIER_CLAIM' | 'CONTEST_DECIDED' }
  | { readonly status: 'DENIED'; readonly reason: 'PRIOR_LOAN' }
  | { readonly status: 'REVOKED'; readonly reason: 'LOAN_WITHDRAWN' | 'CLAIM_WITHDRAWN' };

export type ArbitratedClaim = Status & {
  readonly institution: InstitutionCode;
  readonly loanId: LoanId;
  readonly drawdownDate: BusinessDate;
  /** Of a denied claim: the earliest drawdown date among the borrower's effective loans. */
  readonly earlierDate: BusinessDate | null;
  /** Which of several comes first is not certain: one of them lacks its time of day. */
  readonly contested: boolean;
};

/** A claim without a time of day comes last in its day. */
const endOfDay = '23:59:59';

/**
 * The status of each claim, a function of the dossier alone: in whatever order the banks reported, the same loans, claims and
 * decisions give the same statuses, and at most one claim is recognised.
 */
export const arbitrate = (borrowerKey: string, dossier: Dossier): readonly ArbitratedClaim[] => {
  const eligible = eligibleLoans(dossier);
  const decided = countingDecision(dossier, eligible);
  const holder = firstOf(borrowerKey, eligible, decided);
  const uncertain = eligible.length > 1 && eligible.some(({ drawdownTime }) => drawdownTime === null);
  const earliest = earliestDate(dossier);

  return dossier.claims.map((loan) => {
    const status = statusOf(loan, { holder, decided, isEligible: eligible.includes(loan) });
    return {
      ...status,
      institution: loan.institution,
      loanId: loan.loanId,
      drawdownDate: loan.drawdownDate,
      earlierDate: status.status === 'DENIED' ? earliest : null,
      contested: uncertain && eligible.includes(loan),
    };
  });
};

/** The decision that counts now: the last one for a claim that is still eligible. */
export const decisionInForce = (dossier: Dossier): ContestDecision | undefined =>
  countingDecision(dossier, eligibleLoans(dossier));

const earliestDate = ({ drawdowns }: Dossier): BusinessDate | null =>
  Object.keys(drawdowns)
    .map(businessDate)
    .reduce<BusinessDate | null>(
      (earliest, date) => (earliest === null || date < earliest ? date : earliest),
      null,
    );

/** Claimed, effective, and nothing was drawn on an earlier day: all of them were drawn on one day. */
const eligibleLoans = (dossier: Dossier): readonly DossierLoan[] => {
  const earliest = earliestDate(dossier);
  return dossier.claims.filter(
    ({ claim, effective, drawdownDate }) => claim === 'STANDS' && effective && drawdownDate === earliest,
  );
};

const countingDecision = (
  { decisions }: Dossier,
  eligible: readonly DossierLoan[],
): ContestDecision | undefined => {
  const keys = new Set(eligible.map(claimKey));
  return decisions.findLast((decision) => keys.has(claimKey(decision)));
};

/** The one decided for; else the earliest of the day; of those at the same moment one that nobody can choose. */
const firstOf = (
  borrowerKey: string,
  eligible: readonly DossierLoan[],
  decided: ContestDecision | undefined,
): DossierLoan | undefined => {
  const rank = (loan: DossierLoan): string =>
    [
      decided && claimKey(decided) === claimKey(loan) ? 0 : 1,
      loan.drawdownTime ?? endOfDay,
      createHash('sha256')
        .update(`${borrowerKey}|${claimKey(loan)}`)
        .digest('hex'),
    ].join(' ');
  const [first] = eligible.map((loan) => ({ loan, rank: rank(loan) })).toSorted(byRank);
  return first?.loan;
};

const byRank = (one: { readonly rank: string }, other: { readonly rank: string }): number =>
  one.rank < other.rank ? -1 : 1;

const statusOf = (
  loan: DossierLoan,
  {
    holder,
    decided,
    isEligible,
  }: {
    readonly holder: DossierLoan | undefined;
    readonly decided: ContestDecision | undefined;
    readonly isEligible: boolean;
  },
): Status => {
  if (!loan.effective) return { status: 'REVOKED', reason: 'LOAN_WITHDRAWN' };
  if (loan.claim === 'WITHDRAWN') return { status: 'REVOKED', reason: 'CLAIM_WITHDRAWN' };
  if (!isEligible) return { status: 'DENIED', reason: 'PRIOR_LOAN' };
  if (loan === holder) return { status: 'RECOGNISED', reason: null };
  return { status: 'SUPERSEDED', reason: decided ? 'CONTEST_DECIDED' : 'EARLIER_CLAIM' };
};

/** Which claim goes first, and why. */
export const decideContestBody = z
  .strictObject({
    institution: institutionText,
    loanId: loanIdText,
    reason: text,
  })
  .meta({ id: 'DecideContestBody' });

export type DecideContestBody = z.infer<typeof decideContestBody>;

export type ContestRefusal = 'unknown-claim' | 'not-contested';

type Verdict =
  | { readonly outcome: 'record'; readonly fact: Pick<FirstTimeContestDecided, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: ContestRefusal };

/** A supervisor says which of several contested claims goes first; a later decision takes the place of an earlier one. */
export const decideContest =
  (borrowerKey: string, { institution, loanId, reason }: DecideContestBody) =>
  (dossier: Dossier): Verdict => {
    const key = claimKey({ institution, loanId });
    const claim = arbitrate(borrowerKey, dossier).find((each) => claimKey(each) === key);
    if (!claim) return { outcome: 'refuse', refusal: 'unknown-claim' };
    if (!claim.contested) return { outcome: 'refuse', refusal: 'not-contested' };
    const stored = decisionInForce(dossier);
    if (stored && claimKey(stored) === key && stored.reason === reason) return { outcome: 'unchanged' };

    return {
      outcome: 'record',
      fact: { type: 'FirstTimeContestDecided', data: { borrowerKey, institution, loanId, reason } },
    };
  };
