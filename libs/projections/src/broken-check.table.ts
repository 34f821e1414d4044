import type pg from 'pg';
import type { Checker } from './checker.js';
import { isOfTheFact, reasonCode } from './not-applied.table.js';

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
