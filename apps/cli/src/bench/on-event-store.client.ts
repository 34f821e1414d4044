import { createPool, migrate, withDatabase } from '#database';
import { connectEventStore, openEventStoreLog, openStoreClient, type StoreClient } from '#event-log';
import { sequence } from '#sequencer';
import { bareAppendsPerSecond, fillLog } from './appends.client.js';
import type { BenchBank, BenchEnvironment } from './bench-bank.client.js';
import { type Benchmarks, rateOf, ratio } from './figures.js';
import type { Measured } from './interleaved.js';

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
    figures: [
      {
        name: 'durable POST on the event store ÷ the client alone, 64',
        unit: 'ratio',
        better: 'higher',
        value: ratio(rateOf(post), rateOf(bare)),
      },
      {
        name: 'facts sequenced ÷ the client alone reading',
        unit: 'ratio',
        better: 'higher',
        ask: 0.5,
        value: ratio(rateOf(sequenced), rateOf(read)),
      },
    ],
    close: () => client.close(),
  };
};

const onSetback = (error: unknown): void => console.error(error);

const fill = async (url: string, prefix: string): Promise<void> => {
  const { log, close } = await connectEventStore({ url, prefix, onSetback });
  await fillLog(log, 'loan-bench-', factsToFollow);
  await close();
};

const timed = async (facts: number, work: () => Promise<void>): Promise<Measured> => {
  const startedAt = performance.now();
  await work();
  return { count: facts, perSecond: facts / ((performance.now() - startedAt) / 1_000) };
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
