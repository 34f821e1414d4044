import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { column, keepRows, readTable, type TableChange } from '#projections';
import { loanPage, type LoanPage } from './loan-page.js';

const begun = (facts: readonly SequencedFact[]): LoanPage | undefined =>
  facts[0] && loanPage(undefined, facts[0]);

const formerLoan = readTable('former_loan', {
  borrower_key: column.key,
  institution: column.key,
  loan_id: column.key,
});

/** Keeps whose a loan was that is reversed: its page is gone, and the loan id is free for another borrower. */
export const formerLoans: TableChange = {
  table: formerLoan,
  apply: (_facts, amendments, connection) => keepReversed(amendments, connection),
};

const keepReversed = async (amendments: Amendments, connection: pg.ClientBase): Promise<void> => {
  const reversed = [...amendments.values()].flatMap(({ before, after }) =>
    after.length === 0 ? (begun(before) ?? []) : [],
  );
  await keepRows(
    connection,
    formerLoan,
    reversed.map(({ borrower, institution, loanId }) => ({
      borrower_key: borrower.id,
      institution,
      loan_id: loanId,
    })),
  );
};
