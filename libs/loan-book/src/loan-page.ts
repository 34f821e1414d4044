import type { BorrowerData, Classification, Guarantee, LoanFact, Product, SequencedFact, Tag } from '#facts';
import { addYuan, effectiveDay, knownFacts, type Sequenced, standing, subtractYuan, zeroYuan } from '#projections';

/** One contract of the chain that a loan is; amounts in yuan. */
export interface Leg {
  /** Its renewal number; the first is 0, an opening position's its `renewalCount`. */
  readonly no: number;
  readonly start: string;
  readonly maturity: string;
  readonly amount: string;
  readonly noteNo: string | null;
  readonly rateBp: number | null;
}

/** A loan as it is shown (3.3). */
export interface LoanPage {
  readonly institution: string;
  readonly loanId: string;
  readonly borrower: BorrowerData;
  readonly product: Product;
  readonly guarantee: Guarantee;
  readonly tags: readonly Tag[];
  readonly status: 'ACTIVE' | 'REPAID' | 'WRITTEN_OFF' | 'CANCELLED';
  /** Yuan; 0.00 once cancelled. */
  readonly outstanding: string;
  /** In order of time, one at least. */
  readonly legs: readonly Leg[];
  readonly maturity: string;
  readonly classification: Classification;
  /** Number of the last renewal. */
  readonly renewals: number;
  /** Drawdown, also of a loan drawn before the registry began. */
  readonly chainStart: string;
  readonly claim: null;
  /** Of the last fact of its stream. */
  readonly seq: number;
}

/** The facts of a loan's stream, or undefined for others. */
export const loanFact = knownFacts<LoanFact>((stream) => stream.startsWith('loan-'), {
  LoanOpened: true,
  LoanIssued: true,
  LoanRenewed: true,
  LoanExtended: true,
  LoanRepaid: true,
  LoanReclassified: true,
  LoanWrittenOff: true,
  LoanCancelled: true,
  FirstTimeClaimed: true,
});

type FactOf<Type extends LoanFact['type']> = Sequenced<Extract<LoanFact, { type: Type }>>;

const begun = (fact: FactOf<'LoanOpened' | 'LoanIssued'>): Pick<LoanPage, 'status' | 'institution' | 'claim' | 'seq'> => {
  if (fact.institution === null) throw new Error(`${fact.type} in ${fact.stream} has no institution.`);
  return { institution: fact.institution, status: 'ACTIVE', claim: null, seq: fact.seq };
};

const opened = (fact: FactOf<'LoanOpened'>): LoanPage => {
  const { data } = fact;
  const { institution, status, claim, seq } = begun(fact);
  return {
    institution,
    loanId: data.loanId,
    borrower: data.borrower,
    product: data.product,
    guarantee: data.guarantee,
    tags: data.tags,
    status,
    outstanding: data.outstandingPrincipal,
    legs: [
      {
        no: data.renewalCount,
        start: data.legStartDate,
        maturity: data.maturityDate,
        amount: data.outstandingPrincipal,
        noteNo: null,
        rateBp: null,
      },
    ],
    maturity: data.maturityDate,
    classification: data.classification,
    renewals: data.renewalCount,
    chainStart: data.startDate,
    claim,
    seq,
  };
};

const issued = (fact: FactOf<'LoanIssued'>): LoanPage => {
  const { data } = fact;
  const { institution, status, claim, seq } = begun(fact);
  return {
    institution,
    loanId: data.loanId,
    borrower: data.borrower,
    product: data.product,
    guarantee: data.guarantee,
    tags: data.tags,
    status,
    outstanding: data.principal,
    legs: [
      {
        no: 0,
        start: effectiveDay(fact),
        maturity: data.maturityDate,
        amount: data.principal,
        noteNo: data.noteNo ?? null,
        rateBp: data.rateBp,
      },
    ],
    maturity: data.maturityDate,
    classification: 'NORMAL',
    renewals: 0,
    chainStart: effectiveDay(fact),
    claim,
    seq,
  };
};

/** What was not renewed stays due; the new leg is what was renewed and what came on top. */
const renewed = (page: LoanPage, fact: FactOf<'LoanRenewed'>): LoanPage => {
  const { data } = fact;
  const leg: Leg = {
    no: data.renewalNo,
    start: effectiveDay(fact),
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
  legs: page.legs.map((leg, place) => (place === page.legs.length - 1 ? { ...leg, maturity } : leg)),
});

/** Outstanding zero ends the loan, by the kind of the last reduction. */
const reduced = (page: LoanPage, amount: string, ended: 'REPAID' | 'WRITTEN_OFF'): LoanPage => {
  const outstanding = subtractYuan(page.outstanding, amount);
  return { ...page, outstanding, status: outstanding === zeroYuan ? ended : page.status };
};

const changed = (page: LoanPage, fact: Exclude<Sequenced<LoanFact>, FactOf<'LoanOpened' | 'LoanIssued'>>): LoanPage => {
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

/** The loan after a fact of its stream; facts in the order of recording. Throws when the fact builds on nothing. */
export const loanPage = (page: LoanPage | undefined, sequenced: SequencedFact): LoanPage | undefined => {
  const fact = loanFact(sequenced);
  if (!fact) return page;
  if (fact.type === 'LoanOpened') return opened(fact);
  if (fact.type === 'LoanIssued') return issued(fact);
  return { ...changed(standing(page, fact), fact), seq: fact.seq };
};
