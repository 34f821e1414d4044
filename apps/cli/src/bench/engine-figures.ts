import {
  type Figure,
  p99Of,
  rateOf,
  ratio,
  appendingUsOf,
  highest,
  lowest,
  mainThreadUsOf,
  p50Of,
  perCoreSecondOf,
} from './figures.js';

/** Connections over which both engines are measured. */
export const connectionsMeasured = [1, 16, 64] as const;

/** What each row of a run beside an event store is called. */
export const storeRowNames = {
  onStore: (connections: number) => `durable POST /v1/events on the event store, connections: ${connections}`,
  onPostgres: (connections: number) => `durable POST /v1/events on PostgreSQL, connections: ${connections}`,
  bare: 'the client alone appending, 64 in flight',
  read: 'the client alone reading $all',
  sequenced: 'facts sequenced',
};

/** Beside what is asked for each in 7.1 of the contract. */
export const figuresOnEventStore = (): readonly Figure[] => {
  const { onStore, onPostgres, bare, read, sequenced } = storeRowNames;
  const higher = { unit: 'ratio', better: 'higher' } as const;
  return [
    ...connectionsMeasured.map((connections): Figure => {
      const of = connections === 1 ? '1 connection' : `${connections} connections`;
      return {
        name: `durable POST on the event store ÷ on PostgreSQL, ${of}`,
        ...higher,
        ask: 0.6,
        value: ratio(rateOf(onStore(connections)), rateOf(onPostgres(connections))),
      };
    }),
    {
      name: 'p99 of a durable POST on the event store, 64 connections',
      unit: 'ms',
      better: 'lower',
      ask: 250,
      value: p99Of(onStore(64)),
    },
    {
      name: 'durable POST on the event store ÷ the client alone appending, 64',
      ...higher,
      value: ratio(rateOf(onStore(64)), rateOf(bare)),
    },
    {
      name: 'facts sequenced ÷ the client alone reading $all',
      ...higher,
      ask: 0.5,
      value: ratio(rateOf(sequenced), rateOf(read)),
    },
    {
      name: 'facts sequenced',
      unit: 'per second',
      better: 'higher',
      ask: 10_000,
      value: rateOf(sequenced),
    },
  ];
};

/** What each row of a run on PostgreSQL is called; the first ones are measured while the projector follows. */
export const rowNames = {
  idle: 'route doing nothing, 128 connections',
  post: 'durable POST /v1/events, 128 connections, projector level',
  lag: 'from acknowledgement to projected, at half of that',
  onePost: 'durable POST alone, 1 connection',
  oneCommit: 'one INSERT and its commit alone',
  batches: 'batches of 1,000 over HTTP, 2 connections',
  streams: 'NDJSON over HTTP, 2 streams',
  copiedBatches: '`COPY` of the rows of the batches',
  idleAlone: 'route doing nothing, 128 connections, projector stopped',
  postAlone: 'durable POST /v1/events, 128 connections, projector stopped',
  floor: 'floor: key, parse and append together, 128 connections',
  insertRoute: 'a route of one INSERT per request, 128 connections',
  append: (store: string) => `append, 32 in flight, revision checked: ${store}`,
  insert: 'one INSERT per request, 32 in flight',
  bulk: (store: string) => `facts in bulk, ten to a stream: ${store}`,
  copiedBulk: '`COPY` of the rows of the bulk',
  replayed: 'our log of the bulk read in order and folded',
  aggregated: 'the same totals by one SQL aggregate over it',
  copiedOut: '`COPY TO` of the same facts',
};

/** Beside what is asked for each in 7.1 of the contract. */
export const figuresOnPostgres = (peers: readonly string[]): readonly Figure[] => {
  const { idle, idleAlone, post, postAlone, floor, batches, streams, copiedBatches } = rowNames;
  const ours = 'our log';
  const [append, bulk] = [rowNames.append(ours), rowNames.bulk(ours)];
  const higher = { unit: 'ratio', better: 'higher' } as const;
  return [
    {
      name: 'append of one, 32 in flight ÷ the best of the published stores',
      ...higher,
      ask: 3,
      value: ratio(rateOf(append), highest(peers.map((name) => rateOf(rowNames.append(name))))),
    },
    {
      name: 'the same in processor time, the best of them ÷ ours',
      ...higher,
      ask: 4,
      value: ratio(lowest(peers.map((name) => appendingUsOf(rowNames.append(name)))), appendingUsOf(append)),
    },
    {
      name: 'facts in bulk ÷ the best of the published stores',
      ...higher,
      ask: 2.5,
      value: ratio(rateOf(bulk), highest(peers.map((name) => rateOf(rowNames.bulk(name))))),
    },
    {
      name: 'facts in bulk ÷ `COPY` of the same rows',
      ...higher,
      ask: 0.5,
      value: ratio(rateOf(bulk), rateOf(rowNames.copiedBulk)),
    },
    {
      name: 'ordered replay to a fold ÷ `COPY TO` of the same facts',
      ...higher,
      ask: 0.55,
      value: ratio(rateOf(rowNames.replayed), rateOf(rowNames.copiedOut)),
    },
    {
      name: 'totals rebuilt from the log ÷ one SQL aggregate over it',
      ...higher,
      ask: 0.8,
      value: ratio(rateOf(rowNames.replayed), rateOf(rowNames.aggregated)),
    },
    {
      name: 'durable POST, projector level ÷ route doing nothing',
      ...higher,
      ask: 0.4,
      value: ratio(rateOf(post), rateOf(idle)),
    },
    {
      name: 'durable POST, projector stopped ÷ route doing nothing',
      ...higher,
      ask: 0.55,
      value: ratio(rateOf(postAlone), rateOf(idleAlone)),
    },
    { name: 'floor ÷ route doing nothing', ...higher, value: ratio(rateOf(floor), rateOf(idleAlone)) },
    {
      name: 'durable POST, projector stopped ÷ floor',
      ...higher,
      value: ratio(rateOf(postAlone), rateOf(floor)),
    },
    {
      name: 'durable POST, projector level: registry, projector and PostgreSQL counted',
      unit: 'per core-second',
      better: 'higher',
      ask: 2_000,
      value: perCoreSecondOf(post),
    },
    {
      name: 'durable POST, projector level ÷ a route of one INSERT per request',
      ...higher,
      ask: 2,
      value: ratio(rateOf(post), rateOf(rowNames.insertRoute)),
    },
    {
      name: 'append of one ÷ one INSERT per request, 32 in flight',
      ...higher,
      value: ratio(rateOf(append), rateOf(rowNames.insert)),
    },
    {
      name: 'p50 of one POST alone ÷ p50 of one commit',
      unit: 'ratio',
      better: 'lower',
      ask: 2,
      value: ratio(p50Of(rowNames.onePost), p50Of(rowNames.oneCommit)),
    },
    ...[batches, streams].flatMap((way): readonly Figure[] => [
      {
        name: `${way} ÷ \`COPY\` of the same rows`,
        ...higher,
        ask: 0.2,
        value: ratio(rateOf(way), rateOf(copiedBatches)),
      },
      {
        name: `${way}: main thread, each report`,
        unit: 'µs',
        better: 'lower',
        ask: 60,
        value: mainThreadUsOf(way),
      },
    ]),
    {
      name: 'p99 from acknowledgement to projected, at half load',
      unit: 'ms',
      better: 'lower',
      ask: 250,
      value: p99Of(rowNames.lag),
    },
  ];
};
