import { type Figure, p99Of, rateOf, ratio } from './figures.js';

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
