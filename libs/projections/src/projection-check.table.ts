import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Check } from '#contract';
import type { BrokenCheck } from './check.table.js';
import { type Checker, type Mismatch, once } from './projection.js';
import { shownMismatch } from './compare-rows.table.js';

/** Mismatches listed whole; more of them say no more about the cause. */
const mostShown = 20;

/** Rows may hold amounts as whole numbers beyond what JSON has. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member));

/** Mismatches of a round that are kept, so that none is counted twice that two parts of a check look at. */
const mostKept = 100;

/** How far a round of checks of one projection is. */
export interface CheckRound {
  /** Which of the checker's parts is next, and after which place in it. */
  readonly part: number;
  readonly after: string | null;
  /** Rows found so far, and the first of them. */
  readonly found: number;
  readonly first: readonly Mismatch[];
  /** A slice of it broke. */
  readonly isBroken: boolean;
  readonly ms: number;
}

const newRound: CheckRound = { part: 0, after: null, found: 0, first: [], isBroken: false, ms: 0 };

export const readRound = async (
  connection: pg.ClientBase,
  { projection, parts }: Checker,
): Promise<CheckRound> => {
  const { rows } = await connection.query<CheckRound>(
    `select part, after, found::float8 as found, found_first as first, is_broken as "isBroken", round_ms::float8 as ms
       from projection_checks where name = $1`,
    [projection],
  );
  const [round] = rows;
  // A release may have other parts.
  return round && round.part < parts.length ? round : newRound;
};

/** With what one slice found. */
export const withFound = (
  round: CheckRound,
  mismatches: readonly Mismatch[],
  durationMs: number,
): CheckRound => {
  const first = once([...round.first, ...mismatches]);
  const more = first.length - round.first.length;
  return { ...round, found: round.found + more, first: first.slice(0, mostKept), ms: round.ms + durationMs };
};

/** After a slice that ends there; null: at the end of its part, and so at the next one or at the end of the round. */
const movedOn = (round: CheckRound, upTo: string | null, { parts }: Checker): CheckRound | null => {
  if (upTo !== null) return { ...round, after: upTo };
  return round.part + 1 < parts.length ? { ...round, part: round.part + 1, after: null } : null;
};

/**
 * Goes on after a slice. What a round finds is shown at once beside what the last one found; at its end it alone is. Whether the round is over.
 * `seq`: null where the slice broke.
 */
export const storeRound = async (
  connection: pg.ClientBase,
  checker: Checker,
  {
    round,
    seq,
    upTo,
  }: { readonly round: CheckRound; readonly seq: number | null; readonly upTo: string | null },
): Promise<boolean> => {
  const next = movedOn(round, upTo, checker);
  const kept = next ?? newRound;
  await connection.query(
    `insert into projection_checks as known
       (name, seq, checked_at, duration_ms, mismatches, first, part, after, found, found_first, is_broken, round_ms, completed_at)
     values ($1, coalesce($2::bigint, 0), clock_timestamp(), $3, $4, $5::json, $6, $7, $8, $9::json, $10, $11, case when $12 then clock_timestamp() end)
     on conflict (name) do update
        set seq = coalesce($2::bigint, known.seq), checked_at = excluded.checked_at, part = excluded.part, after = excluded.after, found = excluded.found,
            found_first = excluded.found_first, is_broken = excluded.is_broken, round_ms = excluded.round_ms,
            duration_ms = case when $12 then excluded.duration_ms else known.duration_ms end,
            mismatches = case when $12 then excluded.mismatches else greatest(known.mismatches, excluded.mismatches) end,
            first = case when $12 or excluded.mismatches > known.mismatches then excluded.first else known.first end,
            completed_at = coalesce(excluded.completed_at, known.completed_at),
            failure = case when $12 and not $13 then null else known.failure end,
            failed_fact = case when $12 and not $13 then null else known.failed_fact end`,
    [
      checker.projection,
      seq,
      round.ms,
      round.found,
      asJson(round.first.slice(0, mostShown)),
      kept.part,
      kept.after,
      kept.found,
      asJson(kept.first),
      kept.isBroken,
      kept.ms,
      next === null,
      round.isBroken,
    ],
  );
  return next === null;
};

/** What was found stays as it was. */
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
            completed_at as "completedAt",
            case when failure is not null then json_build_object('fact', failed_fact, 'code', failure) end as failure
       from projection_checks order by name`,
    );
    return rows.map((row) => ({ ...row, first: row.first.map(shownMismatch) }));
  }
}
