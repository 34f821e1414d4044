import type pg from 'pg';
import type { ClaimSettlement, NamedFact } from '#contract';
import { borrowerStream, typesThat } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { borrowerBookProjection } from './borrower-book.projection.js';

/*
 * The arbiter's facts of a borrower, read out of the log itself: a claim's row has its last status alone. A bank is shown those of its own claims, and
 * the fact that one follows from only where that is the bank's own: that of another would tell that there is another, and when it reported.
 */

const settling = typesThat(({ bearing }) => bearing === 'settles');

/** With the seq of the fact that it follows from. */
type Settled = Omit<ClaimSettlement, 'causedBy'> & { readonly causedBy: number };

const settledSql = `
  select seq, recorded_at as "recordedAt", type, institution, data->>'loanId' as "loanId",
         effective_date as "effectiveDate", data->>'reason' as reason, data->>'earlierDate' as "earlierDate",
         (data->>'held')::boolean as held, (data->>'causedBy')::bigint as "causedBy"
    from facts
   where stream = $1 and ($2::text is null or institution = $2) and type = any($3)
     and seq <= (select seq from projection_checkpoints where name = $4)
   order by revision desc
   limit $5`;

const causesSql = `
  select seq, recorded_at as "recordedAt", type, stream, revision, effective_date as "effectiveDate", institution
    from facts where seq = any($1) and ($2::text is null or institution = $2)`;

/** The last of them in the order of the log, of one institution's claims where it is given. */
export const settlementsOf = async (
  pool: pg.Pool,
  borrowerKey: string,
  institution: InstitutionCode | undefined,
  most: number,
): Promise<readonly ClaimSettlement[]> => {
  const { rows: settled } = await pool.query<Settled>(settledSql, [
    borrowerStream(borrowerKey),
    institution,
    settling,
    borrowerBookProjection.name,
    most,
  ]);
  if (settled.length === 0) return [];
  const seqs = settled.map(({ causedBy }) => causedBy);
  const { rows: causes } = await pool.query<NamedFact>(causesSql, [seqs, institution]);
  const causeAt = new Map(causes.map((fact) => [fact.seq, fact]));
  return settled.toReversed().map((each) => ({ ...each, causedBy: causeAt.get(each.causedBy) ?? null }));
};
