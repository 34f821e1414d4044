import { effectiveDay } from '#projections';
import type { FactOf, LoanPage } from './loan-page-shape.js';

const begun = (
  fact: FactOf<'LoanOpened' | 'LoanIssued'>,
): Pick<LoanPage, 'status' | 'institution' | 'seq'> => {
  if (fact.institution === null) throw new Error(`${fact.type} in ${fact.stream} has no institution.`);
  return { institution: fact.institution, status: 'ACTIVE', seq: fact.seq };
};

/** A loan drawn before the registry began. */
export const opened = (fact: FactOf<'LoanOpened'>): LoanPage => {
  const { data } = fact;
  const { institution, status, seq } = begun(fact);
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
    seq,
  };
};

/** A loan drawn under the registry's eyes. */
export const issued = (fact: FactOf<'LoanIssued'>): LoanPage => {
  const { data } = fact;
  const { institution, status, seq } = begun(fact);
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
    seq,
  };
};
