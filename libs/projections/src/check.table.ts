import type pg from 'pg';
import {
  type CheckedPart,
  type Checker,
  type Mismatch,
  type Slice,
  sliceSize,
  type Projection,
} from './projection.js';
import { isOfTheFact, reasonCode } from './parked-fact.table.js';

/** What broke. */
type Broken = Pick<Checker, 'projection' | 'check'>;

/** A check that threw: what it would have found nobody knows, which is no better than a row that is wrong. */
export interface BrokenCheck {
  readonly projection: string;
  /** The last fact that the rows rest on. */
  readonly seq: number;
  /** The first fact with which it breaks; null where it breaks without any, at a row. */
  readonly fact: number | null;
  /** SQLSTATE, or the name of the error. What it says in words may repeat what stands in a row. */
  readonly code: string;
}

/** Where a check breaks that threw an error: the smallest part of the facts with which it does. */
export const brokenAt = async (
  connection: pg.ClientBase,
  checker: Broken,
  error: unknown,
): Promise<BrokenCheck> => {
  const { projection } = checker;
  const { rows } = await connection.query<{ seq: number }>(
    'select seq::float8 as seq from projection_checkpoints where name = $1',
    [projection],
  );
  const seq = rows[0]?.seq ?? 0;
  const fact = isOfTheFact(error) ? await firstFactOf(connection, checker, seq) : null;
  return { projection, seq, fact, code: reasonCode(error) };
};

const firstFactOf = async (
  connection: pg.ClientBase,
  checker: Broken,
  seq: number,
): Promise<number | null> => {
  const breaks = (upTo: number): Promise<boolean> => breaksWith(connection, checker, upTo);
  if ((await breaks(0)) || !(await breaks(seq))) return null;
  let [sound, broken] = [0, seq];
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (await breaks(middle)) broken = middle;
    else sound = middle;
  }
  return broken;
};

/** Errors that say nothing of the facts end the search. */
const breaksWith = async (connection: pg.ClientBase, checker: Broken, upTo: number): Promise<boolean> => {
  await connection.query('begin isolation level repeatable read, read only');
  try {
    await connection.query(`select set_config('xudai.checked_seq', $1, true)`, [String(upTo)]);
    await checker.check(connection);
    return false;
  } catch (error) {
    if (!isOfTheFact(error)) throw error;
    return true;
  } finally {
    await connection.query('rollback');
  }
};

/** What one check of one projection found. */
export interface CheckResult {
  readonly projection: string;
  /** The last fact that the rows checked rest on. */
  readonly seq: number;
  readonly mismatches: readonly Mismatch[];
  readonly durationMs: number;
}

interface Snapshot {
  readonly projection: string;
  readonly version: number;
  /** What is written in it stays. */
  readonly writes?: boolean;
}

/** The seq of the rows in a snapshot; undefined when there are none of this version to check. */
export const inSnapshot = async <Result>(
  connection: pg.ClientBase,
  { projection, version, writes = false }: Snapshot,
  check: (seq: number) => Promise<Result>,
): Promise<Result | undefined> => {
  await connection.query(`begin isolation level repeatable read${writes ? '' : ', read only'}`);
  let end = 'rollback';
  try {
    const { rows } = await connection.query<{ seq: number }>(
      'select seq::float8 as seq from projection_checkpoints where name = $1 and version = $2',
      [projection, version],
    );
    const [index] = rows;
    const result = index && (await check(index.seq));
    if (writes) end = 'commit';
    return result;
  } finally {
    await connection.query(end);
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

/**
 * The same for the next slice of one part. `store` is given what it found; in its transaction where slices carry something, so that each of them
 * counts once. @throws SliceBroken with what the check threw
 */
export const checkSlice = async <Stored>(
  connection: pg.ClientBase,
  {
    projection,
    part,
    after,
  }: { readonly projection: string; readonly part: CheckedPart; readonly after: string | null },
  { version }: Pick<Projection, 'version'>,
  store: (result: SliceResult) => Promise<Stored>,
): Promise<Stored | undefined> => {
  const began = performance.now();
  const check = async (seq: number): Promise<SliceResult> => {
    let slice: Slice | null = null;
    try {
      slice = { after, upTo: await part.sliceEnd(connection, after, sliceSize) };
      if (slice.upTo !== null && part.carry) await part.carry(connection, slice);
      const mismatches = slice.upTo !== null && part.carry ? [] : await part.check(connection, slice);
      return { projection, seq, slice, mismatches, durationMs: Math.round(performance.now() - began) };
    } catch (error) {
      throw new SliceBroken(slice, { cause: error });
    }
  };
  if (part.isCarried)
    return inSnapshot(connection, { projection, version, writes: true }, async (seq) =>
      store(await check(seq)),
    );
  const found = await inSnapshot(connection, { projection, version }, check);
  return found && store(found);
};
