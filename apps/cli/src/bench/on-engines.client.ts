import { createPool, migrate, withDatabase } from '#database';
import {
  connectEventStore,
  openEventStoreLog,
  openPostgresLog,
  openStoreClient,
  type StoreClient,
} from '#event-log';
import { sequence } from '#sequencer';
import { appendsPerSecond, bareAppendsPerSecond, insertsPerSecond } from './appends.client.js';
import type { BenchBank } from './bench-bank.client.js';
import type { BenchEnvironment, Benchmarks, Measured } from './interleaved.js';

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

/** Of the store: its address, and a prefix that nobody else uses. */
interface StoreEnvironment extends BenchEnvironment {
  readonly url: string;
  readonly prefix: string;
}

/** Read and sequenced in each round. */
const factsToFollow = 30_000;

/** The log in an event store: the whole way of a report and the sequencer, each beside the client alone. */
export const onEventStore = async (environment: StoreEnvironment, bank: BenchBank): Promise<Benchmarks> => {
  const { url, prefix, durationMs, registry } = environment;
  const client = await openStoreClient(url);
  const filled = `${prefix}filled-`;
  await fill(url, filled);
  const bare = 'the client alone appending, 64 in flight';
  const post = 'durable POST /v1/events on the event store, 64 connections';
  const read = 'the client alone reading $all';
  const sequenced = 'facts sequenced';
  return {
    subjects: [
      {
        name: bare,
        measure: (round) => bareAppendsPerSecond(client, `${prefix}bare-${round}-loan-`, 64, durationMs),
      },
      { name: post, measure: (round) => bank.send(registry, 64, `s64-${round}`) },
      { name: read, measure: () => readAlone(client, filled) },
      { name: sequenced, measure: (round) => sequencedAnew(environment, filled, round) },
    ],
    ratios: [
      { name: 'durable POST on the event store ÷ the client alone, 64', of: post, by: bare },
      { name: 'facts sequenced ÷ the client alone reading', of: sequenced, by: read },
    ],
    close: () => client.close(),
  };
};

const onSetback = (error: unknown): void => console.error(error);

const fill = async (url: string, prefix: string): Promise<void> => {
  const { log, close } = await connectEventStore({ url, prefix, onSetback });
  await appendsPerSecond(log, 'loan-bench-', 64, Infinity, factsToFollow);
  await close();
};

const timed = async (facts: number, work: () => Promise<void>): Promise<Measured> => {
  const startedAt = performance.now();
  await work();
  return { perSecond: facts / ((performance.now() - startedAt) / 1_000) };
};

const readAlone = (client: StoreClient, prefix: string): Promise<Measured> =>
  timed(factsToFollow, async () => {
    const subscription = client.subscribe(null, prefix);
    const never = new AbortController().signal;
    for (let left = factsToFollow; left > 0;) {
      const next = await subscription.next(10_000, never);
      if (next === 'ended' || next === 'silence') throw new Error(`The subscription ended with ${next}.`);
      if (next !== 'caught-up') left -= 1;
    }
    subscription.close();
  });

/** Into a database of its own, which holds nothing yet. */
const sequencedAnew = async (
  { url, appUrl, ownerUrl }: StoreEnvironment,
  prefix: string,
  round: number,
): Promise<Measured> => {
  const name = `xudai_sequenced_${round}`;
  const own = withDatabase(appUrl, name);
  await migrate({ appUrl: own, ownerUrl: withDatabase(ownerUrl, name) });
  const pool = createPool(own, { max: 4, applicationName: 'xudai bench' });
  const open = await openEventStoreLog({ pool, url, prefix, onSetback });
  const { signal } = new AbortController();
  try {
    return await timed(factsToFollow, async () => {
      const { outcome } = await sequence({
        open,
        prefix,
        pool,
        signal,
        untilLevel: true,
        onSetback,
      });
      if (outcome !== 'level' || (await open.sequence.headSeq()) !== factsToFollow)
        throw new Error(`The sequence ended as ${outcome} before all facts stood in it.`);
    });
  } finally {
    await open.close();
    await pool.end();
  }
};
