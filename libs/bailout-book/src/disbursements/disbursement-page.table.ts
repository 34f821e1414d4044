import type { Disbursement } from '#contract';
import { refold, type RowFold } from '#projections';
import { bailoutFact } from '../bailout-book-facts.js';
import { disbursementPage } from './disbursement-page.js';

/** One row for each disbursement. */
export const disbursementPageTable: RowFold<Disbursement> = {
  table: 'disbursement_page',
  key: ['institution', 'programme', 'disbursement_id'],
  columns: { kind: 'text', borrower_key: 'text', loan_id: 'text', effective_date: 'date' },
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
