import type pg from 'pg';
import type { CheckResult } from './check.transaction.js';

/** The last check of a projection, without what the rows hold. */
export interface LastCheck {
  readonly projection: string;
  readonly seq: number;
  readonly checkedAt: string;
  readonly durationMs: number;
  readonly mismatches: number;
  /** The first of them. */
  readonly first: readonly { readonly table: string; readonly key: string }[];
}

/** Mismatches told whole; more of them say no more about the cause. */
const mostTold = 20;

/** Rows may hold amounts as whole numbers beyond what JSON has. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member));

export const storeCheck = async (
  connection: pg.ClientBase,
  { projection, seq, mismatches, durationMs }: CheckResult,
): Promise<void> => {
  await connection.query(
    `insert into projection_checks (name, seq, checked_at, duration_ms, mismatches, first)
     values ($1, $2, clock_timestamp(), $3, $4, $5::json)
     on conflict (name) do update
        set seq = excluded.seq, checked_at = excluded.checked_at, duration_ms = excluded.duration_ms,
            mismatches = excluded.mismatches, first = excluded.first`,
    [projection, seq, durationMs, mismatches.length, asJson(mismatches.slice(0, mostTold))],
  );
};

export const readChecks = async (database: Pick<pg.Pool, 'query'>): Promise<readonly LastCheck[]> => {
  const { rows } = await database.query<LastCheck>(
    `select name as projection, seq, checked_at as "checkedAt", duration_ms as "durationMs", mismatches,
            (select coalesce(json_agg(json_build_object('table', told->>'table', 'key', told->>'key') order by place), '[]')
               from json_array_elements(first) with ordinality as listed (told, place)) as first
       from projection_checks order by name`,
  );
  return rows;
};
