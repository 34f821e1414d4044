import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { loanPage, type LoanPage } from './loan-page.js';

const begun = (facts: readonly SequencedFact[]): LoanPage | undefined =>
  facts[0] && loanPage(undefined, facts[0]);

/** Keeps whose a loan was that is reversed: its page is gone, and the loan id is free for another borrower. */
export const formerLoans = async (
  _facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<void> => {
  const reversed = [...amendments.values()].flatMap(({ before, after }) =>
    after.length === 0 ? (begun(before) ?? []) : [],
  );
  if (reversed.length === 0) return;
  await connection.query(
    `insert into former_loan (borrower_key, institution, loan_id)
     select * from unnest($1::text[], $2::text[], $3::text[])
     on conflict do nothing`,
    [
      reversed.map(({ borrower }) => borrower.id),
      reversed.map(({ institution }) => institution),
      reversed.map(({ loanId }) => loanId),
    ],
  );
};
