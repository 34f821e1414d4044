import type { Leg, Loan } from '#contract';
import { factsOf, type LoanFact, type SequencedFact } from '#facts';
import { addYuan, type Sequenced, existing, subtractYuan, zeroYuan } from '#projections';

/** A loan as its own stream gives it. Its claim is settled in other streams. */
export type LoanPage = Omit<Loan, 'claim'>;

/** The facts of a loan's stream, or undefined for others. */
export const loanFact = factsOf('loan');

/** A fact of one or some types. */
export type FactOf<Type extends LoanFact['type']> = Sequenced<Extract<LoanFact, { type: Type }>>;

/** A loan with its first leg. */
const begun = (
  { data, institution, seq }: FactOf<'LoanOpened' | 'LoanIssued'>,
  leg: Leg,
  { classification, chainStart }: Pick<LoanPage, 'classification' | 'chainStart'>,
): LoanPage => ({
  institution,
  loanId: data.loanId,
  borrower: data.borrower,
  product: data.product,
  guarantee: data.guarantee,
  tags: data.tags,
  status: 'ACTIVE',
  outstanding: leg.amount,
  legs: [leg],
  maturity: leg.maturity,
  classification,
  renewals: leg.no,
  chainStart,
  seq,
});

/** A loan drawn before the registry began. */
const opened = (fact: FactOf<'LoanOpened'>): LoanPage => {
  const { data } = fact;
  const leg: Leg = {
    no: data.renewalCount,
    start: data.legStartDate,
    maturity: data.maturityDate,
    amount: data.outstandingPrincipal,
    noteNo: null,
    rateBp: null,
  };
  return begun(fact, leg, { classification: data.classification, chainStart: data.startDate });
};

/** A loan drawn since the registry began. */
const issued = (fact: FactOf<'LoanIssued'>): LoanPage => {
  const { data, effectiveDate } = fact;
  const leg: Leg = {
    no: 0,
    start: effectiveDate,
    maturity: data.maturityDate,
    amount: data.principal,
    noteNo: data.noteNo ?? null,
    rateBp: data.rateBp,
  };
  return begun(fact, leg, { classification: 'NORMAL', chainStart: effectiveDate });
};

/** The new leg's amount is what was renewed and the top-up. What was not renewed stays outstanding. */
const renewed = (page: LoanPage, fact: FactOf<'LoanRenewed'>): LoanPage => {
  const { data } = fact;
  const leg: Leg = {
    no: data.renewalNo,
    start: fact.effectiveDate,
    maturity: data.newMaturityDate,
    amount: addYuan(data.renewedAmount, data.topUpAmount),
    noteNo: data.newNoteNo ?? null,
    rateBp: data.rateBp ?? null,
  };
  return {
    ...page,
    outstanding: addYuan(page.outstanding, data.topUpAmount),
    legs: [...page.legs, leg],
    maturity: data.newMaturityDate,
    classification: data.classification,
    renewals: data.renewalNo,
  };
};

const extended = (page: LoanPage, maturity: string): LoanPage => ({
  ...page,
  maturity,
  legs: page.legs.map((leg, index) => (index === page.legs.length - 1 ? { ...leg, maturity } : leg)),
});

/** A loan with nothing outstanding has ended, by repayment or write-off, whichever came last. */
const reduced = (page: LoanPage, amount: string, ended: 'REPAID' | 'WRITTEN_OFF'): LoanPage => {
  const outstanding = subtractYuan(page.outstanding, amount);
  return { ...page, outstanding, status: outstanding === zeroYuan ? ended : page.status };
};

const changed = (
  page: LoanPage,
  fact: Exclude<Sequenced<LoanFact>, FactOf<'LoanOpened' | 'LoanIssued'>>,
): LoanPage => {
  switch (fact.type) {
    case 'LoanRenewed':
      return renewed(page, fact);
    case 'LoanExtended':
      return extended(page, fact.data.newMaturityDate);
    case 'LoanRepaid':
      return reduced(page, fact.data.amount, 'REPAID');
    case 'LoanReclassified':
      return { ...page, classification: fact.data.classification };
    case 'LoanWrittenOff':
      return reduced(page, fact.data.amount, 'WRITTEN_OFF');
    case 'LoanCancelled':
      return { ...page, status: 'CANCELLED', outstanding: zeroYuan };
    case 'FirstTimeClaimed':
      return page;
  }
};

/** Folds the facts of a loan's stream, in the order of recording. Throws where a fact changes a loan that does not exist. */
export const loanPage = (page: LoanPage | undefined, sequenced: SequencedFact): LoanPage | undefined => {
  const fact = loanFact(sequenced);
  if (!fact) return page;
  if (fact.type === 'LoanOpened') return opened(fact);
  if (fact.type === 'LoanIssued') return issued(fact);
  return { ...changed(existing(page, fact), fact), seq: fact.seq };
};
