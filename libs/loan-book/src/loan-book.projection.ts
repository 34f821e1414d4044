import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import {
  column,
  keepRows,
  readTable,
  refold,
  type RowFold,
  rowsOf,
  rowsProjection,
  type TableChange,
} from '#projections';
import { claimAmended, claimKey, type ClaimPage, claimPage } from './claims/claim-page.js';
import { loanFact, loanPage, type LoanPage } from './loan-page.js';

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

const begun = (facts: readonly SequencedFact[]): LoanPage | undefined =>
  facts[0] && loanPage(undefined, facts[0]);

const formerLoan = readTable('former_loan', {
  borrower_key: column.key,
  institution: column.key,
  loan_id: column.key,
});

/** Keeps the borrower of a reversed loan. Its page is removed, and its loan id may be used for another borrower. */
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

/** One row for each issued loan, with its claim once there is one, and for each claim ever made. */
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

/** Every loan, and every claim for one. */
export const loanBookProjection = rowsProjection('loan-book', 2, [
  rowsOf(loanPageTable),
  rowsOf(claimPageTable),
  formerLoans,
]);
