import type pg from 'pg';
import { factsOf, type SequencedFact, type FactOfKind, typesThat } from '#facts';
import type { Amendments } from '#history';
import { column, readTable, type RowFold } from '#projections';
import { rulesOf } from '#rules';
import { textArray } from '#database';
import { bailoutCandidates, type BorrowerReceipt } from './borrower-candidates.js';
import { groupedBy, type Derived } from './candidate.js';
import { movementOf, type MovementRow } from './movements.table.js';

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

/*
 * Reads what the repayments of a batch depend on, once for each loan however often it is repaid. Rows are joined one by one, since
 * aggregating them into lists in the database costs more than finding them.
 */

export type LoanFact = FactOfKind<'loan'> & SequencedFact;

type Repayment = Extract<LoanFact, { readonly type: 'LoanRepaid' }>;

export const isRepayment = (fact: LoanFact): fact is Repayment => fact.type === 'LoanRepaid';

/** Types of facts that begin a loan, as SQL literals. */
const beginningSql = typesThat(({ subject, bearing }) => subject === 'loan' && bearing === 'begins')
  .map((type) => `'${type}'`)
  .join(', ');

/** The borrowers of the loans, by each fact that began one, in the order of the log. */
const begunSql = `
  select fact.stream, fact.seq, fact.data->'borrower'->>'id' as borrower
    from unnest($1::text[]) as asked (stream)
   cross join lateral (
     select * from facts where facts.stream = asked.stream and type in (${beginningSql}) offset 0) fact
   order by fact.seq`;

/** Earlier repayments of the loans. */
const repaidBeforeSql = `
  select stream, day || ' ' || amount as earlier
    from unnest($1::text[], $2::text[], $3::text[]) as asked (stream, institution, loan_id)
    join signal_movement using (institution, loan_id) where kind = 'repaid'`;

/** The loans with a standing claim. */
const claimedSql = `
  select stream
    from unnest($1::text[], $2::text[], $3::text[]) as asked (stream, institution, loan_id)
    join signal_claim using (institution, loan_id)`;

interface Begun {
  readonly stream: string;
  readonly seq: number;
  readonly borrower: string;
}

interface Repaid {
  readonly movements: readonly MovementRow[];
  /** Streams of loans whose candidates have to be derived again. */
  readonly toDerive: readonly string[];
}

const dayAndAmount = ({ effectiveDate, data }: Repayment): string => `${effectiveDate} ${data.amount}`;

/** Finds loans whose candidates a repayment may change: it may duplicate an earlier one, and the loan may have a claim. */
export const repaid = async (
  connection: pg.ClientBase,
  repayments: readonly Repayment[],
): Promise<Repaid> => {
  if (repayments.length === 0) return { movements: [], toDerive: [] };
  const byLoan = groupedBy(repayments, ({ stream }) => stream);
  const firsts = [...byLoan.values()].flatMap(([first]) => first ?? []);
  const asked = [
    firsts.map(({ stream }) => stream),
    firsts.map(({ institution }) => institution),
    firsts.map(({ data }) => data.loanId),
  ].map(textArray);
  const ofStream = ({ stream }: { readonly stream: string }): string => stream;
  const begun = groupedBy((await connection.query<Begun>(begunSql, asked.slice(0, 1))).rows, ofStream);
  const before = groupedBy(
    (await connection.query<{ readonly stream: string; readonly earlier: string }>(repaidBeforeSql, asked))
      .rows,
    ofStream,
  );
  const claimed = groupedBy(
    (await connection.query<Pick<Begun, 'stream'>>(claimedSql, asked)).rows,
    ofStream,
  );
  const movements: MovementRow[] = [];
  const toDerive = new Set<string>();
  for (const [stream, facts] of byLoan) {
    const earlier = new Set(before.get(stream)?.map((movement) => movement.earlier));
    for (const fact of facts) {
      const of = begun.get(stream)?.findLast(({ seq }) => seq < fact.seq);
      if (!of) throw new Error(`${fact.type} in ${stream} builds on nothing.`);
      movements.push(movementOf(fact, of.borrower));
      if (claimed.has(stream) || earlier.has(dayAndAmount(fact))) toDerive.add(stream);
      earlier.add(dayAndAmount(fact));
    }
  }
  return { movements, toDerive: [...toDerive] };
};
