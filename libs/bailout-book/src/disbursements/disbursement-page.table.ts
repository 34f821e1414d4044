import type { Disbursement } from '#contract';
import { column, readTable, refold, type RowFold } from '#projections';
import { bailoutFact } from '../bailout-book-facts.js';
import { disbursementPage } from './disbursement-page.js';

/** One row for each disbursement. */
export const disbursementPageTable: RowFold<Disbursement> = {
  table: readTable('disbursement_page', {
    institution: column.key,
    programme: column.key,
    disbursement_id: column.key,
    kind: column.text,
    borrower_key: column.id,
    loan_id: { ...column.id, nullable: true },
    effective_date: column.date,
    page: column.json,
  }),
  columnsOf: ({ kind, borrower, loanId, effectiveDate }) => ({
    kind,
    borrower_key: borrower.id,
    loan_id: loanId,
    effective_date: effectiveDate,
  }),
  keysOf: (sequenced) => {
    const fact = bailoutFact(sequenced);
    return fact ? [[fact.institution, fact.data.programme, fact.data.disbursementId]] : [];
  },
  fold: disbursementPage,
  amend: refold(disbursementPage),
};
