import { type BusinessDate, addMonths } from '#calendar';
import { type FactOfKind, factsOf, factValueOf, type SequencedFact } from '#facts';
import { loosest } from './candidate.js';

/* The state of a loan that signals use, folded from its standing facts. */

const loanFact = factsOf('loan');

export type LoanFact = FactOfKind<'loan'> & Pick<SequencedFact, 'seq'>;
export type Of<Type extends LoanFact['type']> = Extract<LoanFact, { readonly type: Type }>;

export const isA =
  <const Type extends LoanFact['type']>(type: Type) =>
  (fact: LoanFact): fact is Of<Type> =>
    fact.type === type;

const isBegun = (fact: LoanFact): fact is Of<'LoanOpened' | 'LoanIssued'> =>
  factValueOf(fact.type)?.bearing === 'begins';

export const isReduction = (fact: LoanFact): fact is Of<'LoanRepaid' | 'LoanWrittenOff'> =>
  fact.type === 'LoanRepaid' || fact.type === 'LoanWrittenOff';

/** A loan that is effective: neither reversed nor cancelled. */
export interface EffectiveLoan {
  readonly begun: Of<'LoanOpened' | 'LoanIssued'>;
  readonly facts: readonly LoanFact[];
}

/** `standing`: the standing facts of a stream, in the order of recording. Undefined where the loan is not effective. */
export const effectiveLoan = (standing: readonly SequencedFact[]): EffectiveLoan | undefined => {
  const facts = standing.flatMap((fact): readonly LoanFact[] => {
    const ofLoan = loanFact(fact);
    return ofLoan ? [ofLoan] : [];
  });
  const begun = facts.find(isBegun);
  return begun && !facts.some(isA('LoanCancelled')) ? { begun, facts } : undefined;
};

/** The largest number of months after `from` that ends before `day`; at least 0. */
export const monthsOver = (from: BusinessDate, day: BusinessDate): number => {
  const [fromYear, fromMonth] = from.split('-').map(Number) as [number, number];
  const [year, month] = day.split('-').map(Number) as [number, number];
  const months = (year - fromYear) * 12 + month - fromMonth;
  return Math.max(0, addMonths(from, months) < day ? months : months - 1);
};

export const isLoss = (fact: LoanFact): boolean =>
  fact.type === 'LoanWrittenOff' ||
  (fact.type === 'LoanReclassified' &&
    ['SUBSTANDARD', 'DOUBTFUL', 'LOSS'].includes(fact.data.classification));

/** Compares by effective day, and then by the order of recording. */
export const byDay = (one: LoanFact, other: LoanFact): number =>
  one.effectiveDate < other.effectiveDate
    ? -1
    : one.effectiveDate > other.effectiveDate
      ? 1
      : one.seq - other.seq;

/** The standing claim of a borrower's loan, with its drawdown; null where there is none. */
export const standingClaim = (
  loan: EffectiveLoan | undefined,
  borrowerKey: string,
): {
  readonly drawdownDate: string;
  readonly drawdownTime: string | null;
  readonly claimed: number;
} | null => {
  const claim = loan?.facts.find(isA('FirstTimeClaimed'));
  if (!claim || loan?.begun.type !== 'LoanIssued' || loan.begun.data.borrower.id !== borrowerKey) return null;
  const { effectiveDate: drawdownDate, data } = loan.begun;
  return { drawdownDate, drawdownTime: data.drawdownTime ?? null, claimed: claim.seq };
};

/** Whether an opening position had as many renewals, or lasted as long, before the registry began. */
export const opensLate = (fact: LoanFact): boolean =>
  fact.type === 'LoanOpened' &&
  fact.data.renewalCount > 0 &&
  (fact.data.renewalCount >= loosest.renewals ||
    monthsOver(fact.data.startDate, fact.data.legStartDate) >= loosest.months);
