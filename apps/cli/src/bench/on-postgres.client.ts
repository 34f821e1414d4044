import type { SequencedFact } from '#facts';
import {
  appendsPerSecond,
  bulkPerSecond,
  insertsPerSecond,
  type NewStream,
  newStreams,
  type Store,
} from './appends.client.js';
import type { BenchBank, BenchEnvironment } from './bench-bank.client.js';
import {
  aggregatedAfter,
  copied,
  copiedOutAfter,
  foldedAfter,
  recordedIn,
  sequencedStreams,
  type Totals,
} from './copied-facts.client.js';
import type { Benchmarks } from './figures.js';
import type { Subject } from './interleaved.js';
import { peerVersions } from './peers/stores.client.js';
import { PostgresBench } from './postgres-bench.client.js';
import type { RunningPrograms } from './programs.process.js';
import { figuresOnPostgres, rowNames } from './engine-figures.js';
import { lagAt } from './projection-lag.client.js';

/** Streams that are appended in bulk. */
const bulkStreams = 10_000;

/** V8 gives up code that was not run for a while, and other subjects take minutes: what answers requests is warm before it is counted. */
const warmUpMs = 1_000;

const warmedUp =
  (bank: BenchBank, url: string, connections: number, run: string): Subject['prepare'] =>
  async (round) => {
    await bank.send(url, connections, `w${run}-${round}`, warmUpMs);
  };

/** The whole way of a report, while all projections follow. */
const followed = (bench: PostgresBench): readonly Subject[] => {
  const { environment, bank, programs, owner, own } = bench.parts;
  const { registry: address, bare, durationMs } = environment;
  const { registry, bareRoutes } = programs;
  let posted = 0;
  return [
    bench.following(
      rowNames.idle,
      bareRoutes,
      (round) => bank.send(`${bare}/idle`, 128, `i-${round}`),
      warmedUp(bank, `${bare}/idle`, 128, 'i'),
    ),
    bench.following(
      rowNames.post,
      registry,
      async (round) => {
        const measured = await bank.send(address, 128, `p-${round}`);
        posted = measured.perSecond;
        return measured;
      },
      warmedUp(bank, address, 128, 'p'),
    ),
    bench.following(rowNames.lag, registry, (round) => {
      const halfLoad = { registry: address, run: `h-${round}`, aSecond: posted / 2, durationMs };
      return lagAt(owner, bank, halfLoad, () => bench.untilProjected());
    }),
    bench.following(
      rowNames.onePost,
      registry,
      (round) => bank.send(address, 1, `o-${round}`),
      warmedUp(bank, address, 1, 'o'),
    ),
    bench.following(rowNames.oneCommit, undefined, () => insertsPerSecond(own.owner, 1, durationMs)),
    bench.following(rowNames.batches, registry, (round) => bank.sendBatches(address, 2, `b-${round}`)),
    bench.following(rowNames.streams, registry, (round) => bank.stream(address, 2, `s-${round}`)),
  ];
};

/** Copies of rows that are at hand before it is measured. */
const copying = (
  bench: PostgresBench,
  name: string,
  rowsOf: (round: number) => Promise<readonly SequencedFact[]>,
): Subject => {
  let rows: readonly SequencedFact[] = [];
  return bench.alone(
    name,
    undefined,
    () => copied(bench.parts.own.owner, rows),
    async (round) => {
      rows = await rowsOf(round);
    },
  );
};

/** The same route with more or less behind it, without a projector. */
const unfollowed = (bench: PostgresBench): readonly Subject[] => {
  const { environment, bank, programs, owner } = bench.parts;
  const { registry: address, bare } = environment;
  const { registry, bareRoutes } = programs;
  return [
    copying(bench, rowNames.copiedBatches, (round) => recordedIn(owner, `b-${round}-`)),
    bench.alone(
      rowNames.idleAlone,
      bareRoutes,
      (round) => bank.send(`${bare}/idle`, 128, `j-${round}`),
      warmedUp(bank, `${bare}/idle`, 128, 'j'),
    ),
    bench.alone(
      rowNames.postAlone,
      registry,
      (round) => bank.send(address, 128, `a-${round}`),
      warmedUp(bank, address, 128, 'a'),
    ),
    bench.alone(
      rowNames.floor,
      bareRoutes,
      (round) => bank.send(`${bare}/floor`, 128, `f-${round}`),
      warmedUp(bank, `${bare}/floor`, 128, 'f'),
    ),
    bench.alone(
      rowNames.insertRoute,
      bareRoutes,
      (round) => bank.send(`${bare}/insert`, 128, `n-${round}`),
      warmedUp(bank, `${bare}/insert`, 128, 'n'),
    ),
  ];
};

/** Our log and those of others, by themselves. */
const storesAlone = (bench: PostgresBench): readonly Subject[] => {
  const { stores } = bench;
  const { environment, log, own, pool } = bench.parts;
  const { durationMs } = environment;
  let streams: readonly NewStream[] = [];
  // What stands in our log after it was appended in bulk, and is read again.
  let beforeBulk = '0';
  let folded: Totals = new Map();
  const bulk = (store: Store): Subject =>
    bench.alone(
      rowNames.bulk(store.name),
      undefined,
      () => bulkPerSecond(store, streams, 2 * durationMs),
      async () => {
        streams = newStreams(bulkStreams);
        if (store === stores[0]) beforeBulk = String(await log.sequence.headSeq());
      },
    );
  return [
    ...stores.map((store) =>
      bench.alone(rowNames.append(store.name), undefined, () => appendsPerSecond(store, 32, durationMs)),
    ),
    bench.alone(rowNames.insert, undefined, () => insertsPerSecond(pool, 32, durationMs)),
    ...stores.map(bulk),
    copying(bench, rowNames.copiedBulk, () => Promise.resolve(sequencedStreams(newStreams(bulkStreams)))),
    bench.alone(rowNames.replayed, undefined, async () => {
      const { totals, ...measured } = await foldedAfter(log.log, beforeBulk);
      folded = totals;
      return measured;
    }),
    bench.alone(rowNames.aggregated, undefined, () => aggregatedAfter(own.owner, beforeBulk, folded)),
    bench.alone(rowNames.copiedOut, undefined, () => copiedOutAfter(own.owner, beforeBulk)),
  ];
};

/**
 * The log in PostgreSQL: the whole way of a report and each of its parts, beside what does less, beside COPY, and beside the stores that others
 * have published. The projector follows during the first part of a round and stands still in the second.
 */
export const onPostgres = async (
  environment: BenchEnvironment,
  bank: BenchBank,
  running: RunningPrograms,
): Promise<Benchmarks> => {
  const bench = await PostgresBench.prepared(environment, bank, running);
  return {
    subjects: [...followed(bench), ...unfollowed(bench), ...storesAlone(bench)],
    figures: figuresOnPostgres(bench.parts.peers.map(({ name }) => name)),
    versions: peerVersions,
    close: () => bench.close(),
  };
};
