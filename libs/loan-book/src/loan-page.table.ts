import { column, readTable, refold, type RowFold } from '#projections';
import { loanFact, type LoanPage, loanPage } from './loan-page.js';

/** One row for each loan. */
export const loanPageTable: RowFold<LoanPage> = {
  table: readTable('loan_page', {
    institution: column.key,
    loan_id: column.key,
    borrower_key: column.id,
    status: column.text,
    product: column.text,
    district: column.text,
    industry: column.text,
    size: column.text,
    maturity: column.date,
    classification: column.text,
    tags: { ...column.text, array: true },
    chain_start: column.date,
    page: column.json,
  }),
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
