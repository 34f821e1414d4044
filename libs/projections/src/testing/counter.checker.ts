import type pg from 'pg';
import {
  checkedSeqSql,
  type Checker,
  checkerOf,
  isAppliedSql,
  type Mismatch,
  wholePart,
} from '../projection.js';

/** A checker of one slice. */
export const checkerOfOne = (
  projection: string,
  check: (client: pg.ClientBase) => Promise<readonly Mismatch[]>,
): Checker => checkerOf(projection, [wholePart('all', check)]);

/** Holds the counter's rows against the sums of its facts. */
export const counterChecker: Checker = checkerOfOne('counter', async (client) => {
  const { rows } = await client.query<{ name: string; expected: number; found: number | null }>(
    `select data->>'name' as name, sum((data->>'by')::integer)::integer as expected, count as found
         from facts left join counter on counter.name = data->>'name'
        where seq <= ${checkedSeqSql(`'counter'`)} and ${isAppliedSql(`'counter'`)}
        group by data->>'name', count`,
  );
  return rows
    .filter(({ expected, found }) => expected !== found)
    .map(({ name, expected, found }) => ({
      table: 'counter',
      key: name,
      expected: BigInt(expected),
      found,
    }));
});
