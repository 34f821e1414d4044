import { expect } from '@jest/globals';
import type pg from 'pg';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows that were looked at in tables and indexes. */
const rowsRead = (node: PlanNode): number => {
  const own = node['Node Type'].includes('Scan')
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0;
  return (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), own);
};

export type Ask = (pool: Pick<pg.Pool, 'query'>) => Promise<unknown>;

/** What a page costs, from the statement that asks for it, planned for the values that it names. */
export const rowsReadBy = async (pool: pg.Pool, ask: Ask): Promise<number> => {
  const plans: PlanNode[] = [];
  const query = async (asked: string | pg.QueryConfig, given: unknown[] = []) => {
    const { text, values = given } = typeof asked === 'string' ? { text: asked } : asked;
    const { rows } = await pool.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `explain (analyze, format json) ${text}`,
      values,
    );
    plans.push(...(rows[0]?.['QUERY PLAN'] ?? []).map(({ Plan }) => Plan));
    return pool.query(text, values);
  };
  await ask({ query } as unknown as pg.Pool);
  expect(plans.length).toBeGreaterThan(0);
  return plans.reduce((sum, plan) => sum + rowsRead(plan), 0);
};
