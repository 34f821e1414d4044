import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { projectionName } from '#contract';
import { serverOf } from '../postgres-bench.client.js';
import { usedMs } from '../processor-time.process.js';
import { started } from '../programs.process.js';

/** How all projections came to the end of a log, and what it took. */
export interface CatchUp {
  /** That it still had to go through. */
  readonly facts: number;
  readonly seconds: number;
  readonly projectorUs: number;
  readonly postgresUs: number;
  /** Seconds until each was at the end. */
  readonly projections: Readonly<Record<string, number>>;
  /** Of the one that keeps the figures: seconds of the longest, how many took more than a second, and what the longest was at last seen doing. */
  readonly longestTransaction: {
    readonly seconds: number;
    readonly overASecond: number;
    readonly query: string;
  };
}

const look = `
  select extract(epoch from clock_timestamp() - a.xact_start)::float8 as seconds, a.xact_start::text as began, a.query,
         a.state || coalesce(', waits for ' || a.wait_event, '') as state
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
   where l.locktype = 'advisory' and l.granted and a.xact_start is not null
     and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('xudai projection targets', 0)`;

interface Look {
  readonly seconds: number;
  readonly began: string;
  readonly query: string;
  readonly state: string;
}

/** Looks ten times a second at the transaction under way. */
const watchTransactions = (client: pg.Client, signal: AbortSignal) => {
  let longest: Look = { seconds: 0, began: '', query: '', state: '' };
  const long = new Set<string>();
  const watching = (async () => {
    while (!signal.aborted) {
      const { rows } = await client.query<Look>(look);
      for (const row of rows) {
        if (row.seconds > longest.seconds) longest = row;
        if (row.seconds > 1) long.add(row.began);
      }
      await pause(100);
    }
  })();
  return async (): Promise<CatchUp['longestTransaction']> => {
    await watching;
    const query = `${longest.state}: ${longest.query.replaceAll(/\s+/g, ' ').trim().slice(0, 160)}`;
    return { seconds: longest.seconds, overASecond: long.size, query };
  };
};

const checkpoints = async (client: pg.Client): Promise<readonly { name: string; seq: number }[]> => {
  const { rows } = await client.query<{ name: string; seq: number }>(
    'select name, seq::float8 as seq from projection_checkpoints',
  );
  return rows;
};

/** To the last of so many facts, by a projector that is started for it and left running. */
export const catchUp = async (owner: pg.Client, watcher: pg.Client, end: number) => {
  const known = await checkpoints(owner);
  const facts =
    end - (known.length < projectionName.options.length ? 0 : Math.min(...known.map(({ seq }) => seq)));
  const postgres = await serverOf(owner);
  const postgresBefore = postgres.usedMs();
  const startedAt = performance.now();
  const projector = started('projector');
  const ended = new AbortController();
  const longest = watchTransactions(watcher, ended.signal);
  const projections: Record<string, number> = {};
  let saidAtSeconds = 0;
  while (projectionName.options.some((name) => projections[name] === undefined)) {
    await pause(200);
    const places = await checkpoints(owner);
    const seconds = (performance.now() - startedAt) / 1_000;
    for (const { name, seq } of places) if (seq >= end) projections[name] ??= seconds;
    if (seconds - saidAtSeconds > 30) {
      saidAtSeconds = seconds;
      const line = places.map(({ name, seq }) => `${name} ${seq}`).join(', ');
      process.stderr.write(`${seconds.toFixed(0)} s: ${line}\n`);
    }
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  ended.abort();
  const result: CatchUp = {
    facts,
    seconds,
    projectorUs: (usedMs(projector.pid) * 1_000) / Math.max(facts, 1),
    postgresUs: ((postgres.usedMs() - postgresBefore) * 1_000) / Math.max(facts, 1),
    projections,
    longestTransaction: await longest(),
  };
  return { result, projector, postgres };
};
