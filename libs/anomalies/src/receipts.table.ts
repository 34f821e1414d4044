import type pg from 'pg';
import { factsOf, type SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { column, readTable, type RowFold } from '#projections';
import { rulesOf } from '#rules';
import { bailoutCandidates, type BorrowerReceipt } from './borrower-candidates.js';
import { groupedBy, type Derived } from './candidate.js';

/* Disbursements by borrower, with institution and day. */

interface ReceiptPage extends BorrowerReceipt {
  readonly borrowerKey: string;
}

const bailoutFact = factsOf('bailout');

const disbursed = (sequenced: SequencedFact) => {
  const fact = bailoutFact(sequenced);
  return fact?.type === 'BailoutDisbursed' ? fact : undefined;
};

const receipt = (page: ReceiptPage | undefined, sequenced: SequencedFact): ReceiptPage | undefined => {
  const fact = disbursed(sequenced);
  if (!fact) return page;
  const { data, institution, effectiveDate: day, seq, metadata } = fact;
  const { countingBailoutKinds } = rulesOf(metadata.ruleSetVersion).on(day);
  return {
    borrowerKey: data.borrower.id,
    institution,
    day,
    seq,
    loanId: data.loanId ?? null,
    amount: data.amount,
    counts: countingBailoutKinds.includes(data.kind),
  };
};

export const signalReceipts: RowFold<ReceiptPage> = {
  table: readTable('signal_receipt', {
    institution: column.key,
    programme: column.key,
    disbursement_id: column.key,
    borrower_key: column.id,
    page: column.json,
  }),
  columnsOf: ({ borrowerKey }) => ({ borrower_key: borrowerKey }),
  keysOf: (sequenced) => {
    const fact = disbursed(sequenced);
    return fact ? [[fact.institution, fact.data.programme, fact.data.disbursementId]] : [];
  },
  fold: receipt,
  amend: (_page, { after }) => after.reduce<ReceiptPage | undefined>(receipt, undefined),
};

/** Derives the candidates of all borrowers whose disbursements changed, after the receipts were written. */
export const deriveBailouts = async (
  facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<Derived> => {
  const touched = [
    ...facts,
    ...[...amendments.values()].flatMap(({ before, after }) => [...before, ...after]),
  ];
  const borrowers = new Set(touched.flatMap((fact) => disbursed(fact)?.data.borrower.id ?? []));
  if (borrowers.size === 0) return { subjects: [], candidates: [] };
  const { rows } = await connection.query<{ page: ReceiptPage }>(
    'select page from signal_receipt where borrower_key = any($1::text[])',
    [[...borrowers]],
  );
  const receipts = groupedBy(
    rows.map(({ page }) => page),
    ({ borrowerKey }) => borrowerKey,
  );
  return {
    subjects: [...borrowers].map((borrower) => `bailout ${borrower}`),
    candidates: [...receipts].flatMap(([borrower, of]) => bailoutCandidates(borrower, of)),
  };
};
