import { createPool } from '#database';
import { openPostgresLog } from '#event-log';
import { appendsPerSecond, insertsPerSecond } from './appends.client.js';
import type { BenchBank } from './bench-bank.client.js';
import type { BenchEnvironment, Benchmarks } from './interleaved.js';

/** The log in PostgreSQL: the whole way of a report, and its last step alone, beside doing nothing and a plain INSERT. */
export const onPostgres = async (environment: BenchEnvironment, bank: BenchBank): Promise<Benchmarks> => {
  const { durationMs, appUrl, ownerUrl, registry, idle } = environment;
  const ownerWrites = createPool(ownerUrl, { max: 32, applicationName: 'xudai bench' });
  await ownerWrites.query(
    `create table plain_facts (seq bigint generated always as identity primary key, stream text collate "C" not null,
       revision integer not null, event_id uuid not null, type text not null, effective_date date, institution text,
       report_id text, recorded_at timestamptz(3) not null, data json not null, metadata json not null, unique (stream, revision))`,
  );
  const pool = createPool(appUrl, { max: 4, applicationName: 'xudai bench' });
  const open = openPostgresLog({ pool, onSetback: (error) => console.error(error) });
  const idle32 = 'route doing nothing, 32 connections';
  const post32 = 'durable POST /v1/events, 32 connections';
  const idle128 = 'route doing nothing, 128 connections';
  const post128 = 'durable POST /v1/events, 128 connections';
  const append = 'append, 32 in flight, revision checked';
  const insert = 'one INSERT per request, 32 in flight';
  return {
    subjects: [
      { name: idle32, measure: (round) => bank.send(idle, 32, `i32-${round}`) },
      { name: post32, measure: (round) => bank.send(registry, 32, `r32-${round}`) },
      { name: idle128, measure: (round) => bank.send(idle, 128, `i128-${round}`) },
      { name: post128, measure: (round) => bank.send(registry, 128, `r128-${round}`) },
      { name: append, measure: () => appendsPerSecond(open.log, 'bench-', 32, durationMs) },
      { name: insert, measure: () => insertsPerSecond(ownerWrites, 32, durationMs) },
    ],
    ratios: [
      { name: 'durable POST ÷ route doing nothing, 32', of: post32, by: idle32 },
      { name: 'durable POST ÷ route doing nothing, 128', of: post128, by: idle128 },
      { name: 'append ÷ one INSERT, 32 in flight', of: append, by: insert },
    ],
    close: async () => {
      await open.close();
      await pool.end();
      await ownerWrites.end();
    },
  };
};
