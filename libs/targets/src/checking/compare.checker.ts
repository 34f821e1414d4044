import type pg from 'pg';
import type { Mismatch } from '#projections';

/** What should be in a table and what is, each as rows of `key` (text) and `content` (jsonb). */
export interface Compared {
  readonly table: string;
  readonly expected: string;
  readonly found: string;
}

/** Enough to see what is wrong; a projection that went astray would give all its rows. */
const mostMismatches = 100;

const differingSql = ({ table, expected, found }: Compared): string => `(
  select '${table}' as table, key, expected.content as expected, found.content as found
  from (${expected}) as expected full join (${found}) as found using (key)
  where expected.content is distinct from found.content order by key limit ${mostMismatches})`;

/**
 * `shared`: common table expressions that all of them may look at. How many rows those have nobody knows beforehand; where both sides
 * are looked at as a whole, meeting by hash is never much too slow, and one by one may be.
 */
export const compare = async (
  client: pg.ClientBase,
  shared: string,
  tables: readonly Compared[],
): Promise<readonly Mismatch[]> => {
  await client.query('set local enable_nestloop = off');
  const { rows } = await client.query<Mismatch>(
    `with ${shared} ${tables.map(differingSql).join(' union all ')}`,
  );
  await client.query('set local enable_nestloop to default');
  return rows;
};
