import type { Attainment } from '#figures';
import type { AtFact, Queryable } from './closings.table.js';

/** `targets`: seqs of their definitions. */
export const readAttainments = async (
  database: Queryable,
  targets: readonly number[],
): Promise<readonly Attainment[]> => {
  const { rows } = await database.query<{
    target: number | string;
    computation: number | string;
    total: string;
    first_seq: number | string | null;
  }>(
    `select target, computation, total::text as total, first_seq from target_attainment where target = any($1::bigint[])`,
    [targets],
  );
  return rows.map(({ target, computation, total, first_seq: firstSeq }) => ({
    target: Number(target),
    computation: Number(computation),
    total: BigInt(total),
    firstSeq: firstSeq === null ? null : Number(firstSeq),
  }));
};

/** The first seq at which the whole period satisfied a target, as it was known at some seq; null when it had not by then. */
export const attainedSeq = async (
  { target, computation }: Pick<Attainment, 'target' | 'computation'>,
  { database, knownAt }: AtFact,
): Promise<number | null> => {
  const { rows } = await database.query<{ first_seq: number | string }>(
    `select first_seq from target_attainment where target = $1 and computation = $2 and first_seq <= $3`,
    [target, computation, knownAt],
  );
  return rows[0] ? Number(rows[0].first_seq) : null;
};
