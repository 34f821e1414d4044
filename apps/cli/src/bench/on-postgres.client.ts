import { createPool, migrate, withDatabase } from '#database';
import { openPostgresLog } from '#event-log';
import type { SequencedFact } from '#facts';
import {
  appendsPerSecond,
  bulkPerSecond,
  insertsPerSecond,
  newStreams,
  plainFacts,
  type Store,
  storeOf,
} from './appends.client.js';
import type { BenchBank, BenchEnvironment } from './bench-bank.client.js';
import { copied, copiedOutAfter, foldedAfter, recordedIn, sequencedStreams } from './copied-facts.client.js';
import type { Benchmarks } from './figures.js';
import type { Measured, Subject } from './interleaved.js';
import { connected, serverOf, untilShown } from './owner.client.js';
import { openPeers } from './peers/stores.client.js';
import { figuresOnPostgres, rowNames } from './postgres-figures.js';
import { countProcessorTime } from './processor-time.process.js';
import { answers, type Program, type Projector, started } from './programs.process.js';
import { lagAt } from './projection-lag.client.js';

/** Streams of ten facts each, appended in bulk. */
const bulkStreams = 10_000;

/** A database of its own on the server, whose log nobody follows: a projector would still go through it while other rows are measured. */
const ownDatabase = async (environment: Pick<BenchEnvironment, 'appUrl' | 'ownerUrl'>) => {
  const appUrl = withDatabase(environment.appUrl, 'bench_log');
  const ownerUrl = withDatabase(environment.ownerUrl, 'bench_log');
  await migrate({ appUrl, ownerUrl });
  const owner = await connected(ownerUrl);
  await owner.query(plainFacts);
  await owner.query('create table copied (like facts including all)');
  return { appUrl, ownerUrl, owner };
};

/**
 * The log in PostgreSQL: the whole way of a report and each of its parts, beside what does less, beside COPY, and beside the stores that others
 * have published. The projector follows during the first part of a round and stands still in the second.
 */
export const onPostgres = async (
  environment: BenchEnvironment,
  bank: BenchBank,
  { registry, projector }: { readonly registry: Program; readonly projector: Projector },
): Promise<Benchmarks> => {
  const { durationMs, ownerUrl, registry: address, bare } = environment;
  const owner = await connected(ownerUrl);
  const own = await ownDatabase(environment);
  const bareRoutes = started('bare-routes', {
    BARE_ROUTES_DATABASE_URL: own.appUrl,
    BARE_ROUTES_KEY: bank.key,
    BARE_ROUTES_PORT: new URL(bare).port,
  });
  await answers(bare);
  const postgres = await serverOf(owner);
  const pool = createPool(own.appUrl, { max: 4, applicationName: 'xudai bench' });
  const open = openPostgresLog({ pool, onSetback: (error) => console.error(error) });
  const inserting = createPool(own.ownerUrl, { max: 32, applicationName: 'xudai bench' });
  const log: Store = { name: 'our log', ...storeOf(open.log), close: () => open.close() };
  const peers = await openPeers(owner, ownerUrl);

  const withProjector = async (): Promise<void> => {
    projector.start();
    await untilShown(owner);
  };
  const withoutProjector = (): Promise<void> => projector.stop();

  /** With the processor time of all that take part, until what was done is also projected. */
  const counted =
    (server: Program | undefined, measure: Subject['measure']): Subject['measure'] =>
    async (round) => {
      const usedFor = countProcessorTime({
        serverPid: server?.pid ?? 0,
        projectorPid: projector.pid,
        postgres,
      });
      const measured = await measure(round);
      if (projector.pid > 0) await untilShown(owner);
      return { ...measured, us: usedFor(measured.count) };
    };
  const following = (name: string, server: Program | undefined, measure: Subject['measure']): Subject => ({
    name,
    prepare: withProjector,
    measure: counted(server, measure),
  });
  const alone = (name: string, server: Program | undefined, measure: Subject['measure']): Subject => ({
    name,
    prepare: withoutProjector,
    measure: counted(server, measure),
  });

  let posted = 0;
  const remembered = async (measured: Promise<Measured>): Promise<Measured> => {
    posted = (await measured).perSecond;
    return measured;
  };
  let rows: readonly SequencedFact[] = [];
  let streams: ReturnType<typeof newStreams> = [];
  // What stands in our log after it was appended in bulk, and is read again.
  let beforeBulk = '0';
  const copying = (name: string, rowsOf: (round: number) => Promise<readonly SequencedFact[]>): Subject => ({
    name,
    prepare: async (round) => {
      await withoutProjector();
      rows = await rowsOf(round);
    },
    measure: counted(undefined, () => copied(own.owner, rows)),
  });
  const bulk = (store: Store): Subject => ({
    name: rowNames.bulk(store.name),
    prepare: async () => {
      await withoutProjector();
      streams = newStreams(bulkStreams);
      if (store === log) beforeBulk = String(await open.sequence.headSeq());
    },
    measure: counted(undefined, () => bulkPerSecond(store, streams, 2 * durationMs)),
  });
  const stores = [log, ...peers];
  return {
    subjects: [
      following(rowNames.idle, bareRoutes, (round) => bank.send(`${bare}/idle`, 128, `i-${round}`)),
      following(rowNames.post, registry, (round) => remembered(bank.send(address, 128, `p-${round}`))),
      following(rowNames.lag, registry, (round) => {
        const halfLoad = { registry: address, run: `h-${round}`, aSecond: posted / 2, durationMs };
        return lagAt(owner, bank, halfLoad, () => untilShown(owner));
      }),
      following(rowNames.onePost, registry, (round) => bank.send(address, 1, `o-${round}`)),
      following(rowNames.oneCommit, undefined, () => insertsPerSecond(own.owner, 1, durationMs)),
      following(rowNames.batches, registry, (round) => bank.sendBatches(address, 2, `b-${round}`)),
      following(rowNames.streams, registry, (round) => bank.stream(address, 2, `s-${round}`)),
      copying(rowNames.copiedBatches, (round) => recordedIn(owner, `b-${round}-`)),
      alone(rowNames.idleAlone, bareRoutes, (round) => bank.send(`${bare}/idle`, 128, `j-${round}`)),
      alone(rowNames.postAlone, registry, (round) => bank.send(address, 128, `a-${round}`)),
      alone(rowNames.floor, bareRoutes, (round) => bank.send(`${bare}/floor`, 128, `f-${round}`)),
      alone(rowNames.insertRoute, bareRoutes, (round) => bank.send(`${bare}/insert`, 128, `n-${round}`)),
      ...stores.map((store) =>
        alone(rowNames.append(store.name), undefined, () => appendsPerSecond(store, 32, durationMs)),
      ),
      alone(rowNames.insert, undefined, () => insertsPerSecond(inserting, 32, durationMs)),
      ...stores.map(bulk),
      copying(rowNames.copiedBulk, () => Promise.resolve(sequencedStreams(newStreams(bulkStreams)))),
      alone(rowNames.replayed, undefined, () => foldedAfter(open.log, beforeBulk)),
      alone(rowNames.copiedOut, undefined, () => copiedOutAfter(own.owner, beforeBulk)),
    ],
    figures: figuresOnPostgres(peers.map(({ name }) => name)),
    close: async () => {
      await bareRoutes.stop();
      for (const store of stores) await store.close();
      await Promise.all([pool.end(), inserting.end(), owner.end(), own.owner.end()]);
    },
  };
};
