import type pg from 'pg';

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows of tables that a plan looked at, kept or not; and pairs of rows that it compared one by one. */
const rowsOf = (node: PlanNode): number => {
  const looked =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  const compared = (node['Rows Removed by Join Filter'] ?? 0) * node['Actual Loops'];
  const own = node['Relation Name'] === undefined ? compared : looked * node['Actual Loops'];
  return own + (node.Plans ?? []).reduce((sum, part) => sum + rowsOf(part), 0);
};

/** A connection on which every question is also explained: how many rows of tables all of them looked at. */
export const countingRows = (
  client: pg.ClientBase,
): { readonly client: pg.ClientBase; readonly read: () => number } => {
  let read = 0;
  const query = async (text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    if (!text.trimStart().startsWith('set')) {
      const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
        `explain (analyze, timing off, format json) ${text}`,
        [...values],
      );
      read += rowsOf(rows[0]?.['QUERY PLAN'][0]?.Plan ?? { 'Actual Rows': 0, 'Actual Loops': 0 });
    }
    return client.query(text, [...values]);
  };
  return { client: { query } as unknown as pg.ClientBase, read: () => read };
};
