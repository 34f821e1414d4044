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

/** `shared`: common table expressions that all of them may look at. */
export const compare = async (
  client: pg.ClientBase,
  shared: string,
  tables: readonly Compared[],
  parameters: readonly unknown[] = [],
): Promise<readonly Mismatch[]> => {
  const { rows } = await client.query<Mismatch>(
    `with ${shared} ${tables.map(differingSql).join(' union all ')}`,
    [...parameters],
  );
  return rows;
};

/** How many rows are shared nobody knows beforehand; where tables are looked at as a whole, meeting by hash is never much too slow, and one by one may be. */
export const compareWhole = async (...asked: Parameters<typeof compare>): Promise<readonly Mismatch[]> => {
  const [client] = asked;
  await client.query('set local enable_nestloop = off');
  const mismatches = await compare(...asked);
  await client.query('set local enable_nestloop to default');
  return mismatches;
};

/** Quantities with what a filter sees of them as JSON; and once for each place that their dimensions are in. `source`: rows of `measure_delta`. */
export const placedSql = (source: string): string => `quantity as not materialized (
  select delta.*, jsonb_build_object('institution', institution, 'effectiveDate', effective_date,
      'dimensions', jsonb_build_object('institution', institution, 'district', district, 'industry', industry, 'size', size,
        'bailoutProgramme', bailout_programme, 'kind', borrower_kind)) as doc
  from ${source} delta
), placed as not materialized (
  select quantity.*, place.dimension, place.value
  from quantity cross join lateral (values ('all', ''), ('institution', institution), ('district', district),
    ('industry', industry), ('industrySection', substr(industry, 1, 1)), ('size', size),
    ('bailoutProgramme', bailout_programme)) as place (dimension, value)
  where place.value is not null
)`;
