import type pg from 'pg';
import type { Checker, Mismatch } from './checker.js';
import type { Projection } from './projection.js';

/** What one check of one projection found. */
export interface CheckResult {
  readonly projection: string;
  /** The last fact that the rows checked rest on. */
  readonly seq: number;
  readonly mismatches: readonly Mismatch[];
  readonly durationMs: number;
}

/**
 * Holds the rows of a projection against what its checker derives, both in one snapshot. Undefined when there are no rows of
 * this version to check. The connection must not be in a transaction, and is in none afterwards.
 */
export const checkOnce = async (
  connection: pg.ClientBase,
  checker: Checker,
  { version }: Pick<Projection, 'version'>,
): Promise<CheckResult | undefined> => {
  const began = performance.now();
  await connection.query('begin isolation level repeatable read, read only');
  try {
    const { rows } = await connection.query<{ seq: number }>(
      'select seq::float8 as seq from projection_checkpoints where name = $1 and version = $2',
      [checker.projection, version],
    );
    const [index] = rows;
    if (!index) return undefined;
    const mismatches = await checker.check(connection);
    return {
      projection: checker.projection,
      seq: index.seq,
      mismatches,
      durationMs: Math.round(performance.now() - began),
    };
  } finally {
    await connection.query('rollback');
  }
};
