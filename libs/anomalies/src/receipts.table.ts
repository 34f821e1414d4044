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

const isRepayment = (fact: LoanFact): fact is Repayment => fact.type === 'LoanRepaid';

/** Types of facts that begin a loan, as SQL literals. */
const beginningSql = typesThat(({ subject, bearing }) => subject === 'loan' && bearing === 'begins')
  .map((type) => `'${type}'`)
  .join(', ');

/** The movements of the loans: those of their issue name the borrower, and so do earlier repayments. A loan's borrower is never corrected (COR-R03). */
const movedSql = `
  select stream, borrower_key as borrower, case kind when 'repaid' then day || ' ' || amount end as repaid
    from unnest($1::text[], $2::text[], $3::text[]) as asked (stream, institution, loan_id)
    join signal_movement using (institution, loan_id)`;

/** The borrowers of loans without movements, by each fact that began one, in the order of the log. */
const begunSql = `
  select fact.stream, fact.seq, fact.data->'borrower'->>'id' as borrower
    from unnest($1::text[]) as asked (stream)
   cross join lateral (
     select * from facts where facts.stream = asked.stream and type in (${beginningSql}) offset 0) fact
   order by fact.seq`;

/** The loans with a standing claim. */
const claimedSql = `
  select stream
    from unnest($1::text[], $2::text[], $3::text[]) as asked (stream, institution, loan_id)
    join signal_claim using (institution, loan_id)`;

/** From which fact on a loan has a borrower. */
interface Begun {
  readonly stream: string;
  readonly seq: number;
  readonly borrower: string;
}

interface Moved extends Omit<Begun, 'seq'> {
  /** Day and amount of a repayment; null for an issue. */
  readonly repaid: string | null;
}

interface Repaid {
  readonly movements: readonly MovementRow[];
  /** Streams of loans whose candidates have to be derived again. */
  readonly toDerive: readonly string[];
}

const dayAndAmount = ({ effectiveDate, data }: Repayment): string => `${effectiveDate} ${data.amount}`;

const isBeginning = (
  fact: LoanFact,
): fact is Extract<LoanFact, { readonly type: 'LoanIssued' | 'LoanOpened' }> =>
  fact.type === 'LoanIssued' || fact.type === 'LoanOpened';

const ofStream = ({ stream }: { readonly stream: string }): string => stream;

/** The borrowers of loans: begun by facts of the batch, with movements of earlier batches, or else by facts that began them. */
const begunOf = async (
  connection: pg.ClientBase,
  facts: readonly LoanFact[],
  repaidStreams: readonly string[],
  moved: readonly Moved[],
): Promise<ReadonlyMap<string, readonly Begun[]>> => {
  const known: readonly Begun[] = [
    ...moved.map(({ stream, borrower }) => ({ stream, borrower, seq: 0 })),
    ...facts
      .filter(isBeginning)
      .map(({ stream, seq, data }) => ({ stream, seq, borrower: data.borrower.id })),
  ];
  const begun = groupedBy(known, ofStream);
  const others = repaidStreams.filter((stream) => !begun.has(stream));
  if (others.length === 0) return begun;
  const { rows } = await connection.query<Begun>(begunSql, [textArray(others.toSorted())]);
  return new Map([...begun, ...groupedBy(rows, ofStream)]);
};

/**
 * Finds loans whose candidates a repayment may change: it may duplicate an earlier one, and the loan may have a claim.
 *
 * @param facts of loans that no correction, reversal or cancellation changes in this batch
 */
export const repaid = async (connection: pg.ClientBase, facts: readonly LoanFact[]): Promise<Repaid> => {
  const byLoan = groupedBy(facts.filter(isRepayment), ofStream);
  if (byLoan.size === 0) return { movements: [], toDerive: [] };
  const firsts = [...byLoan.values()]
    .flatMap(([first]) => first ?? [])
    .toSorted((one, other) => (one.stream < other.stream ? -1 : 1));
  const asked = [
    firsts.map(({ stream }) => stream),
    firsts.map(({ institution }) => institution),
    firsts.map(({ data }) => data.loanId),
  ].map(textArray);
  const { rows: moved } = await connection.query<Moved>(movedSql, asked);
  const before = groupedBy(moved, ofStream);
  const begun = await begunOf(connection, facts, [...byLoan.keys()], moved);
  const { rows: claims } = await connection.query<Pick<Begun, 'stream'>>(claimedSql, asked);
  const claimed = groupedBy(claims, ofStream);
  const movements: MovementRow[] = [];
  const toDerive = new Set<string>();
  for (const [stream, repayments] of byLoan) {
    const earlier = new Set(before.get(stream)?.map((movement) => movement.repaid));
    for (const fact of repayments) {
      const of = begun.get(stream)?.findLast(({ seq }) => seq < fact.seq);
      if (!of) throw new Error(`${fact.type} in ${stream} builds on nothing.`);
      movements.push(movementOf(fact, of.borrower));
      if (claimed.has(stream) || earlier.has(dayAndAmount(fact))) toDerive.add(stream);
      earlier.add(dayAndAmount(fact));
    }
  }
  return { movements, toDerive: [...toDerive] };
};
