import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Check } from '#contract';
import type { BrokenCheck } from './broken-check.table.js';
import type { CheckResult } from './check.table.js';
import { shownMismatch } from './shown-mismatch.js';

/** Mismatches told whole; more of them say no more about the cause. */
const mostShown = 20;

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
            mismatches = excluded.mismatches, first = excluded.first, failure = null, failed_fact = null`,
    [projection, seq, durationMs, mismatches.length, asJson(mismatches.slice(0, mostShown))],
  );
};

/** What the last finished check found stays as it was. */
export const storeBroken = async (
  connection: pg.ClientBase,
  { projection, seq, fact, code }: BrokenCheck,
): Promise<void> => {
  await connection.query(
    `insert into projection_checks (name, seq, checked_at, duration_ms, mismatches, first, failure, failed_fact)
     values ($1, $2, clock_timestamp(), 0, 0, '[]', $3, $4)
     on conflict (name) do update
        set checked_at = excluded.checked_at, failure = excluded.failure, failed_fact = excluded.failed_fact`,
    [projection, seq, code, fact],
  );
};

/** Whose last check is longest ago comes first: a process that is often started anew would else never come to the last of them. */
export const longestUnchecked = async <Of extends { readonly projection: string }>(
  connection: pg.ClientBase,
  checkers: readonly Of[],
): Promise<readonly Of[]> => {
  const { rows } = await connection.query<{ name: string; ms: number }>(
    'select name, extract(epoch from checked_at)::float8 * 1000 as ms from projection_checks',
  );
  const checkedMs = new Map(rows.map(({ name, ms }) => [name, ms]));
  const at = ({ projection }: Of): number => checkedMs.get(projection) ?? 0;
  return checkers.toSorted((a, b) => at(a) - at(b));
};

type StoredCheck = Omit<Check, 'first'> & { readonly first: Parameters<typeof shownMismatch>[0][] };

/** What the checkers found last: one for each projection that was ever checked, by name. */
export class ChecksQuery extends Query<readonly Check[]> {}

@QueryHandler(ChecksQuery)
export class ChecksHandler implements IQueryHandler<ChecksQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute(): Promise<readonly Check[]> {
    const { rows } = await this.pool.query<StoredCheck>(
      `select name as projection, seq, checked_at as "checkedAt", duration_ms as "durationMs", mismatches, first,
            case when failure is not null then json_build_object('fact', failed_fact, 'code', failure) end as failure
       from projection_checks order by name`,
    );
    return rows.map((row) => ({ ...row, first: row.first.map(shownMismatch) }));
  }
}
