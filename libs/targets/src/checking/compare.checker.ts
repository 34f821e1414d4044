import type pg from 'pg';
import type { Mismatch } from '#projections';

/** What should be in a table and what is, each as rows of `key` (text) and `content` (jsonb). */
export interface Compared {
  readonly table: string;
  /** Common table expressions that both may look at. */
  readonly shared: string;
  readonly expected: string;
  readonly found: string;
}

/** Enough to see what is wrong; a projection that went astray would give all its rows. */
const mostMismatches = 100;

export const compare = async (
  client: pg.ClientBase,
  { table, shared, expected, found }: Compared,
): Promise<readonly Mismatch[]> => {
  const { rows } = await client.query<Mismatch>(
    `with ${shared}, expected as (${expected}), found as (${found})
     select '${table}' as table, key, expected.content as expected, found.content as found
     from expected full join found using (key)
     where expected.content is distinct from found.content order by key limit ${mostMismatches}`,
  );
  return rows;
};
