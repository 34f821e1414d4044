import { borrowerStream, factAbout, type SequencedFact, typesThat } from '#facts';
import { beginningOf, movesSubject, type SubjectChange, type SubjectChanges } from '#figures';
import type { Amendment } from '#history';
import { factColumns, readAmendments } from '#projections';
import type { Queryable } from './closings.table.js';

// What corrections and reversals change of loans and disbursements, and of what the arbiter settled of the loans: a few questions for all of a batch.

const aboutClaim = factAbout('claim');
const settling = typesThat(({ bearing }) => bearing === 'settles');

/** A borrower's stream is short. */
const settledSql = `
  select ${factColumns('fact')}
    from unnest($1::text[]) as asked (stream)
   cross join lateral (select * from facts where facts.stream = asked.stream and type = any($2) and seq <= $3) fact
   order by seq`;

/** Of a loan that stands before the change: what began it. */
const begun = ({ before: [first] }: Amendment) => first && beginningOf(first);

const borrowerOf = (amendment: Amendment): string => borrowerStream(begun(amendment)?.data.borrower.id ?? '');

/** Of the loans that are counted under something else afterwards, by their institution and id. */
const readSettled = async (
  database: Queryable,
  moved: readonly Amendment[],
): Promise<ReadonlyMap<string, readonly SequencedFact[]>> => {
  const settled = new Map<string, SequencedFact[]>();
  if (moved.length === 0) return settled;
  const { rows } = await database.query<SequencedFact>(settledSql, [
    [...new Set(moved.map(borrowerOf))],
    settling,
    Math.max(...moved.map(({ fact }) => fact.seq)),
  ]);
  for (const fact of rows) {
    const name = `${fact.institution} ${aboutClaim(fact)?.data.loanId}`;
    const others = settled.get(name);
    if (others) others.push(fact);
    else settled.set(name, [fact]);
  }
  return settled;
};

const loanOf = (amendment: Amendment): string => {
  const first = begun(amendment);
  return `${first?.institution} ${first?.data.loanId}`;
};

/** Of the corrections and reversals among facts in the order of the log; asks nothing where there are none. */
export const readSubjectChanges = async (
  database: Queryable,
  facts: readonly SequencedFact[],
): Promise<SubjectChanges> => {
  const amendments = await readAmendments(database, facts);
  const moved = [...amendments.values()].filter(movesSubject);
  const settled = await readSettled(database, moved);
  return new Map(
    [...amendments].map(([seq, amendment]): readonly [number, SubjectChange] => [
      seq,
      { ...amendment, settled: (settled.get(loanOf(amendment)) ?? []).filter((fact) => fact.seq < seq) },
    ]),
  );
};
