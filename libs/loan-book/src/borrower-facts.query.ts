import type pg from 'pg';
import { borrowerStream, type SequencedFact } from '#facts';
import { factColumns } from '#projections';
import { claimedFor, type LoanKnown, matteringToClaims } from './loan-history.js';

const columns = factColumns('facts');

/** Loans that the borrower has, or once had: those have a row for ever. */
const ofBorrowerSql = `
  with others as (
    select 'loan-' || institution || '-' || loan_id as stream from loan_page where borrower_key = $1
    union
    select 'loan-' || institution || '-' || loan_id from former_loan where borrower_key = $1
  )
  select ${columns} from facts where stream = $2 and seq > $4 and seq <= $5
  union all
  select ${columns}
    from facts join others using (stream)
   where stream <> $3 and seq > $4 and seq <= $5
     and type = any($6)`;

interface Stretch {
  readonly known: LoanKnown;
  /** The facts of the loan that come next. */
  readonly ofLoan: readonly SequencedFact[];
}

/**
 * What was said of the borrower's claims, and its other loans with what matters to claims, up to the last of these facts and as
 * far as it is not known yet; none while the loan has no claim. It is one borrower, unless the loan id was given anew.
 */
export const factsOfBorrowers = async (
  pool: pg.Pool,
  stream: string,
  { known, ofLoan }: Stretch,
): Promise<readonly SequencedFact[]> => {
  const found = new Map<number, SequencedFact>();
  for (const [borrower, upTo] of claimedFor(known, ofLoan)) {
    const { rows } = await pool.query<SequencedFact>(ofBorrowerSql, [
      borrower,
      borrowerStream(borrower),
      stream,
      upTo,
      ofLoan.at(-1)?.seq,
      matteringToClaims,
    ]);
    for (const fact of rows) found.set(fact.seq, fact);
  }
  return [...found.values()].toSorted((one, other) => one.seq - other.seq);
};
