import { readFileSync } from 'node:fs';
import { createPool, migrate, withDatabase } from '#database';
import { connectEventStore, openEventStoreLog, openStoreClient, type StoreClient } from '#event-log';
import { sequence } from '#sequencer';
import { bareAppendsPerSecond, fillLog } from './appends.client.js';
import type { BenchBank, BenchEnvironment } from './bench-bank.client.js';
import { engineOnPostgres, posting } from './load.client.js';
import { connectionsMeasured, figuresOnEventStore, storeRowNames } from './engine-figures.js';
import type { Benchmarks } from './figures.js';
import type { Measured } from './interleaved.js';
import { connected, serverOf, untilShown } from './postgres-bench.client.js';
import type { RunningPrograms } from './programs.process.js';

/** Of the store: its address, and a prefix that nobody else uses. */
interface StoreEnvironment extends BenchEnvironment {
  readonly url: string;
  readonly prefix: string;
}

/** Read and sequenced in each round. */
const factsToFollow = 30_000;

/**
 * The log in an event store: the whole way of a report beside the same on PostgreSQL, and the sequencer beside the client alone. The store
 * itself is counted nowhere.
 */
export const onEventStore = async (
  environment: StoreEnvironment,
  bank: BenchBank,
  programs: RunningPrograms,
): Promise<Benchmarks> => {
  const { url, prefix, durationMs, registry, ownerUrl } = environment;
  const client = await openStoreClient(url);
  const filled = `${prefix}filled-`;
  await fill(url, filled);
  const onStore = {
    nameOf: storeRowNames.onStore,
    registry,
    programs,
    bank,
    owner: await connected(ownerUrl),
  };
  const engines = [onStore, await engineOnPostgres(environment)];
  const postgres = await serverOf(onStore.owner);
  const bothLevel = async (): Promise<void> => {
    for (const { owner } of engines) await untilShown(owner);
  };
  return {
    subjects: [
      ...connectionsMeasured.flatMap((connections) =>
        engines.map((engine) => posting(engine, connections, postgres, bothLevel)),
      ),
      {
        name: storeRowNames.bare,
        prepare: bothLevel,
        measure: (round) => bareAppendsPerSecond(client, `${prefix}bare-${round}-loan-`, 64, durationMs),
      },
      { name: storeRowNames.read, measure: () => readAlone(client, filled) },
      { name: storeRowNames.sequenced, measure: (round) => sequencedAnew(environment, filled, round) },
    ],
    figures: figuresOnEventStore(),
    versions: { EventStoreDB: await storeVersion(url) },
    close: async () => {
      const [, other] = engines;
      await Promise.all([other?.programs.registry.stop(), other?.programs.projector.stop()]);
      for (const { owner } of engines) await owner.end();
      await client.close();
    },
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

/* What a node of the event store is, as it says itself, and as the machine says where it runs here. */

const addressOf = (url: string): string => {
  const [, host = ''] = /^esdb(?:\+discover)?:\/\/(?:[^@/]*@)?([^,/?]+)/.exec(url) ?? [];
  return `${/[?&]tls=false/i.test(url) ? 'http' : 'https'}://${host}`;
};

/** Nothing of a node that answers otherwise: one with TLS may ask for credentials. */
const answered = async <Answer>(url: string): Promise<Partial<Answer>> => {
  const answer = await fetch(url).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as Answer) : {};
};

/** The least number of worker threads that the process was started with; undefined of a process that is not here. */
const leastThreadsOf = (pid: number | undefined): number | undefined => {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    const [, hexadecimal] =
      /(?:^|\0)DOTNET_ThreadPool_ForceMinWorkerThreads=([0-9a-f]+)/i.exec(environment) ?? [];
    return hexadecimal === undefined ? 0 : Number.parseInt(hexadecimal, 16);
  } catch {
    return undefined;
  }
};

/** Its version and with how many worker threads it runs, of which latency under load depends. */
const storeVersion = async (url: string): Promise<string> => {
  const address = addressOf(url);
  const { esVersion = 'of an unknown version' } = await answered<{ readonly esVersion: string }>(
    `${address}/info`,
  );
  const { id } = await answered<{ readonly id: number }>(`${address}/stats/proc`);
  const threads = leastThreadsOf(id);
  if (threads === undefined) return `${esVersion} (its worker threads are not known here)`;
  return `${esVersion} (${threads === 0 ? 'no least number of' : `at least ${threads}`} worker threads)`;
};
