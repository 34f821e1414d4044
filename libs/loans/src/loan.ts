import { Set as PersistentSet } from 'immutable';
import type { BusinessDate } from '#calendar';
import type { Evolution } from '#decider';
import {
  type BorrowerData,
  type Classification,
  factIn,
  type LoanFact,
  type Product,
  type StoredFact,
} from '#facts';
import { addFen, type Fen, parseMoney, subtractFen } from '#money';
import { type DailyOutstanding, increasedOn, owedFrom, reducedOn } from './daily-outstanding.js';

/** What a decision about a loan may depend on, and nothing more. */
export type Loan = UnknownLoan | KnownLoan;

interface UnknownLoan {
  readonly status: 'UNKNOWN';
}

interface Dated {
  readonly effectiveDate: BusinessDate;
}

export interface KnownLoan {
  readonly status: 'ACTIVE' | 'REPAID' | 'WRITTEN_OFF' | 'CANCELLED';
  readonly borrower: BorrowerData;
  readonly product: Product;
  /** First day that a report may be about: the day of issue, or of the opening position. */
  readonly start: BusinessDate;
  /** Day of drawdown: the day of issue, or the opening position's `startDate`. */
  readonly drawdownDate: BusinessDate;
  /** Effective date of the current leg. */
  readonly legStart: BusinessDate;
  readonly maturity: BusinessDate;
  readonly outstanding: Fen;
  /** Number of the last renewal. */
  readonly renewals: number;
  /** In order of recording. */
  readonly classifications: readonly (Dated & { readonly classification: Classification })[];
  readonly overdues: readonly (Dated & { readonly overdue: boolean })[];
  /** Persistent sets and maps here and in `daily`, since they grow with each repayment. */
  readonly repaymentNos: PersistentSet<string>;
  readonly daily: DailyOutstanding;
  /** Drawn before the registry began. */
  readonly isOpeningPosition: boolean;
  /** Effective date of the first renewal reported; later ones are never before it. */
  readonly firstRenewedOn: string | null;
  /** Carries a first-time claim. */
  readonly isClaimed: boolean;
}

const unknown: UnknownLoan = { status: 'UNKNOWN' };

type LoanData<Type extends LoanFact['type']> = Extract<LoanFact, { type: Type }>['data'];

const opened = (data: LoanData<'LoanOpened'>, effectiveDate: BusinessDate): KnownLoan => ({
  status: 'ACTIVE',
  borrower: data.borrower,
  product: data.product,
  start: effectiveDate,
  drawdownDate: data.startDate,
  legStart: effectiveDate,
  maturity: data.maturityDate,
  outstanding: parseMoney(data.outstandingPrincipal),
  renewals: data.renewalCount,
  classifications: [{ effectiveDate, classification: data.classification }],
  overdues: [],
  repaymentNos: PersistentSet(),
  daily: owedFrom(effectiveDate),
  isOpeningPosition: true,
  firstRenewedOn: null,
  isClaimed: false,
});

const issued = (data: LoanData<'LoanIssued'>, effectiveDate: BusinessDate): KnownLoan => ({
  status: 'ACTIVE',
  borrower: data.borrower,
  product: data.product,
  start: effectiveDate,
  drawdownDate: effectiveDate,
  legStart: effectiveDate,
  maturity: data.maturityDate,
  outstanding: parseMoney(data.principal),
  renewals: 0,
  classifications: [{ effectiveDate, classification: 'NORMAL' }],
  overdues: [],
  repaymentNos: PersistentSet(),
  daily: owedFrom(effectiveDate),
  isOpeningPosition: false,
  firstRenewedOn: null,
  isClaimed: false,
});

const increased = (
  loan: KnownLoan,
  amount: Fen,
  day: BusinessDate,
): Pick<KnownLoan, 'outstanding' | 'daily'> =>
  amount === 0n
    ? loan
    : {
        outstanding: addFen(loan.outstanding, amount),
        daily: increasedOn(day, loan.outstanding, loan.daily),
      };

const renewed = (loan: KnownLoan, data: LoanData<'LoanRenewed'>, effectiveDate: BusinessDate): KnownLoan => ({
  ...loan,
  ...increased(loan, parseMoney(data.topUpAmount), effectiveDate),
  renewals: data.renewalNo,
  legStart: effectiveDate,
  firstRenewedOn: loan.firstRenewedOn ?? effectiveDate,
  maturity: data.newMaturityDate,
  classifications: [...loan.classifications, { effectiveDate, classification: data.classification }],
});

/** A loan with nothing outstanding has ended, by repayment or write-off, whichever came last. */
const reduced = (
  loan: KnownLoan,
  amount: Fen,
  day: BusinessDate,
  ended: 'REPAID' | 'WRITTEN_OFF',
): KnownLoan => {
  const outstanding = subtractFen(loan.outstanding, amount);
  return {
    ...loan,
    outstanding,
    daily: reducedOn(day, amount, loan.daily),
    status: outstanding === 0n ? ended : loan.status,
  };
};

const reclassified = (
  loan: KnownLoan,
  data: LoanData<'LoanReclassified'>,
  effectiveDate: BusinessDate,
): KnownLoan => ({
  ...loan,
  classifications: [...loan.classifications, { effectiveDate, classification: data.classification }],
  overdues: [
    ...loan.overdues,
    {
      effectiveDate,
      overdue: parseMoney(data.overduePrincipal) > 0n || parseMoney(data.overdueInterest) > 0n,
    },
  ],
});

type Beginning = Extract<LoanFact, { type: 'LoanOpened' | 'LoanIssued' }>;

const changed = (
  loan: KnownLoan,
  fact: Exclude<LoanFact, Beginning>,
  effectiveDate: BusinessDate,
): KnownLoan => {
  switch (fact.type) {
    case 'LoanRenewed':
      return renewed(loan, fact.data, effectiveDate);
    case 'LoanExtended':
      return { ...loan, maturity: fact.data.newMaturityDate };
    case 'LoanRepaid':
      return {
        ...reduced(loan, parseMoney(fact.data.amount), effectiveDate, 'REPAID'),
        repaymentNos: fact.data.repaymentNo
          ? loan.repaymentNos.add(fact.data.repaymentNo)
          : loan.repaymentNos,
      };
    case 'LoanReclassified':
      return reclassified(loan, fact.data, effectiveDate);
    case 'LoanWrittenOff':
      return reduced(loan, parseMoney(fact.data.amount), effectiveDate, 'WRITTEN_OFF');
    case 'LoanCancelled':
      return { ...loan, status: 'CANCELLED' };
    case 'FirstTimeClaimed':
      return { ...loan, isClaimed: true };
  }
};

const entered = factIn('loan');

/** Folds the facts of one loan's stream in the order of recording. */
export const loan: Evolution<Loan, StoredFact> = {
  initial: unknown,
  evolve: (state, stored) => {
    const fact = entered(stored);
    const { effectiveDate } = fact;
    if (fact.type === 'LoanOpened') return opened(fact.data, effectiveDate);
    if (fact.type === 'LoanIssued') return issued(fact.data, effectiveDate);
    return state.status === 'UNKNOWN' ? state : changed(state, fact, effectiveDate);
  },
};

/** The item in force on `day`: the latest by effective date up to it, and of one date the last recorded. */
export const latestOn = <Item extends Dated>(items: readonly Item[], day: BusinessDate): Item | undefined => {
  let latest: Item | undefined;
  for (const item of items)
    if (item.effectiveDate <= day && (!latest || item.effectiveDate >= latest.effectiveDate)) latest = item;
  return latest;
};
