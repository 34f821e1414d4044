import { refold, type RowFold } from '#projections';
import { loanFact, type LoanPage, loanPage } from './loan-page.js';

/** One row for each loan. */
export const loanPageTable: RowFold<LoanPage> = {
  table: 'loan_page',
  key: ['institution', 'loan_id'],
  columns: {
    borrower_key: 'text',
    status: 'text',
    product: 'text',
    district: 'text',
    industry: 'text',
    size: 'text',
    maturity: 'date',
    classification: 'text',
    tags: 'text[]',
    chain_start: 'date',
  },
  columnsOf: ({ borrower, status, product, maturity, classification, tags, chainStart }) => ({
    borrower_key: borrower.id,
    status,
    product,
    district: borrower.district,
    industry: borrower.industry,
    size: borrower.size,
    maturity,
    classification,
    tags,
    chain_start: chainStart,
  }),
  keysOf: (sequenced) => {
    const fact = loanFact(sequenced);
    return fact ? [[fact.institution, fact.data.loanId]] : [];
  },
  begins: ({ revision }) => revision === 0,
  fold: loanPage,
  amend: refold(loanPage),
};
