import { column, readTable, type RowFold } from '#projections';
import { loanFact } from '../loan-page.js';
import { claimAmended, claimKey, type ClaimPage, claimPage } from './claim-page.js';

/** One row for each issued loan, with its claim once there is one, and for each claim that was ever made. */
export const claimPageTable: RowFold<ClaimPage> = {
  table: readTable('claim_page', {
    institution: column.key,
    loan_id: column.key,
    borrower_key: column.id,
    status: { ...column.text, nullable: true },
    drawdown_time: { ...column.text, nullable: true },
    page: column.json,
  }),
  columnsOf: ({ borrowerKey, claim, drawdownTime }) => ({
    borrower_key: borrowerKey,
    status: claim?.status ?? null,
    drawdown_time: drawdownTime,
  }),
  keysOf: (fact) => {
    const key = claimKey(fact);
    return key ? [key] : [];
  },
  begins: (fact) => fact.revision === 0 && loanFact(fact) !== undefined,
  fold: claimPage,
  amend: claimAmended,
};
