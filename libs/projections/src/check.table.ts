import type pg from 'pg';
import { type CheckedPart, type Checker, type Mismatch, type Slice, sliceSize } from './checker.js';
import type { Projection } from './projection.js';

/** What one check of one projection found. */
export interface CheckResult {
  readonly projection: string;
  /** The last fact that the rows checked rest on. */
  readonly seq: number;
  readonly mismatches: readonly Mismatch[];
  readonly durationMs: number;
}

/** The seq of the rows in a snapshot; undefined when there are none of this version to check. */
const inSnapshot = async <Result>(
  connection: pg.ClientBase,
  { projection, version }: { readonly projection: string; readonly version: number },
  check: (seq: number) => Promise<Result>,
): Promise<Result | undefined> => {
  await connection.query('begin isolation level repeatable read, read only');
  try {
    const { rows } = await connection.query<{ seq: number }>(
      'select seq::float8 as seq from projection_checkpoints where name = $1 and version = $2',
      [projection, version],
    );
    const [index] = rows;
    return index && (await check(index.seq));
  } finally {
    await connection.query('rollback');
  }
};

/**
 * Holds all rows of a projection against what its checker derives, both in one snapshot. Undefined when there are no rows of
 * this version to check. The connection must not be in a transaction, and is in none afterwards.
 */
export const checkOnce = (
  connection: pg.ClientBase,
  checker: Checker,
  { version }: Pick<Projection, 'version'>,
): Promise<CheckResult | undefined> => {
  const { projection } = checker;
  const began = performance.now();
  return inSnapshot(connection, { projection, version }, async (seq) => {
    const mismatches = await checker.check(connection);
    return { projection, seq, mismatches, durationMs: Math.round(performance.now() - began) };
  });
};

/** A slice of one part broke; null: before anybody knew where it ends. */
export class SliceBroken extends Error {
  constructor(
    readonly slice: Slice | null,
    options: { readonly cause: unknown },
  ) {
    super('A check broke.', options);
    this.name = 'SliceBroken';
  }
}

/** What one slice of a check found. */
export interface SliceResult extends CheckResult {
  readonly slice: Slice;
}

/** The same for the next slice of one part. @throws SliceBroken with what the check threw */
export const checkSlice = (
  connection: pg.ClientBase,
  {
    projection,
    part,
    after,
  }: { readonly projection: string; readonly part: CheckedPart; readonly after: string | null },
  { version }: Pick<Projection, 'version'>,
): Promise<SliceResult | undefined> => {
  const began = performance.now();
  return inSnapshot(connection, { projection, version }, async (seq) => {
    let slice: Slice | null = null;
    try {
      slice = { after, upTo: await part.sliceEnd(connection, after, sliceSize) };
      const mismatches = await part.check(connection, slice);
      return { projection, seq, slice, mismatches, durationMs: Math.round(performance.now() - began) };
    } catch (error) {
      throw new SliceBroken(slice, { cause: error });
    }
  });
};
