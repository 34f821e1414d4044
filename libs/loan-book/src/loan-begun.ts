import type { FactOf, LoanPage } from './loan-page-shape.js';

/** A loan drawn before the registry began. */
export const opened = (fact: FactOf<'LoanOpened'>): LoanPage => {
  const { data, institution, seq } = fact;
  return {
    institution,
    loanId: data.loanId,
    borrower: data.borrower,
    product: data.product,
    guarantee: data.guarantee,
    tags: data.tags,
    status: 'ACTIVE',
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
    seq,
  };
};

/** A loan drawn under the registry's eyes. */
export const issued = (fact: FactOf<'LoanIssued'>): LoanPage => {
  const { data, institution, seq } = fact;
  return {
    institution,
    loanId: data.loanId,
    borrower: data.borrower,
    product: data.product,
    guarantee: data.guarantee,
    tags: data.tags,
    status: 'ACTIVE',
    outstanding: data.principal,
    legs: [
      {
        no: 0,
        start: fact.effectiveDate,
        maturity: data.maturityDate,
        amount: data.principal,
        noteNo: data.noteNo ?? null,
        rateBp: data.rateBp,
      },
    ],
    maturity: data.maturityDate,
    classification: 'NORMAL',
    renewals: 0,
    chainStart: fact.effectiveDate,
    seq,
  };
};
