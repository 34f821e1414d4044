import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { businessDate } from '#calendar';
import type { EventLog, StoreClient } from '#event-log';
import type { NewFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { newFact } from '#recording';
import { type Measured, repeated } from './interleaved.js';

const bench = { actor: 'key:bench', correlationId: null };

/** Of the size of a report's fact, made as the registry makes one; its type is not in the vocabulary, since nobody follows the log that it goes to. */
export const benchFact = (
  no: string,
  data: object = { loanId: no, amount: '800000.00', repaymentNo: no, filler: 'x'.repeat(200) },
): NewFact =>
  newFact({ type: 'Benchmarked', data }, bench, Date.now(), {
    reportId: no,
    source: '/institutions/C1010211000012',
    reportDigest: no.padStart(64, '0'),
    effectiveDate,
    institution,
  });

const effectiveDate = businessDate('2024-05-06');
const institution = asInstitutionCode('C1010211000012');

const aRun = (): string => randomBytes(4).toString('hex');

/** Facts of a stream that has none yet. */
export interface NewStream {
  readonly stream: string;
  readonly facts: readonly NewFact[];
}

/** Where facts can be appended. */
export interface Store {
  readonly name: string;
  /** @throws when a stream holds facts already: its revision is checked */
  append(streams: readonly NewStream[]): Promise<void>;
  /** How it is put to many facts: calls at the same time, and streams in each. */
  readonly bulk: { readonly inFlight: number; readonly streamsTogether: number };
  close(): Promise<void>;
}

/** Appends of one fact to streams of their own. */
export const appendsPerSecond = (
  store: Pick<Store, 'append'>,
  inFlight: number,
  durationMs: number,
): Promise<Measured> => {
  const run = aRun();
  return repeated({ inFlight, durationMs }, (no) =>
    store.append([{ stream: `bench-${run}${no}`, facts: [benchFact(`${run}-${no}`)] }]),
  );
};

const factsToAStream = 10;

/** So many streams which nobody has. */
export const newStreams = (count: number): readonly NewStream[] => {
  const run = aRun();
  return Array.from({ length: count }, (_, no) => ({
    stream: `bulk-${run}${no}`,
    facts: Array.from({ length: factsToAStream }, (_each, place) => benchFact(`${run}-${no}-${place}`)),
  }));
};

/** Facts a second, until all are appended or the time is over; streams that go into whole calls. */
export const bulkPerSecond = async (
  { append, bulk: { inFlight, streamsTogether } }: Store,
  streams: readonly NewStream[],
  mostMs: number,
): Promise<Measured> => {
  const most = streams.length / streamsTogether;
  const countOfEach = factsToAStream * streamsTogether;
  const { count, perSecond } = await repeated({ inFlight, durationMs: mostMs, most, countOfEach }, (no) =>
    append(streams.slice((no - 1) * streamsTogether, no * streamsTogether)),
  );
  return { count, perSecond };
};

/** Our log. */
export const storeOf = (log: EventLog, prefix = ''): Pick<Store, 'append' | 'bulk'> => ({
  bulk: { inFlight: 1_000, streamsTogether: 1 },
  append: async (streams) => {
    for (const { stream, facts } of streams) {
      const result = await log.append({ stream: `${prefix}${stream}`, expectedRevision: 'none', facts });
      if (result.outcome !== 'appended') throw new Error('A stream of its own was taken.');
    }
  },
});

/** So many streams of one fact in the log, named so. */
export const fillLog = async (log: EventLog, prefix: string, count: number): Promise<void> => {
  const { append } = storeOf(log, prefix);
  await repeated({ inFlight: 64, durationMs: Infinity, most: count }, (no) =>
    append([{ stream: String(no), facts: [benchFact(String(no))] }]),
  );
};

/** The same events by the client of the store, without a log around it. */
export const bareAppendsPerSecond = (
  client: StoreClient,
  streams: string,
  inFlight: number,
  durationMs: number,
): Promise<Measured> =>
  repeated({ inFlight, durationMs }, async (no) => {
    const { eventId, type, data, metadata } = benchFact(String(no));
    const event = { id: eventId, type, data, metadata };
    const answer = await client.append(`${streams}${no}`, -1, [event], 10_000);
    if (answer.outcome !== 'appended') throw new Error('A stream of its own was taken.');
  });

/** Like the facts, without what keeps their order. */
export const plainFacts = `
  create table plain_facts (seq bigint generated always as identity primary key, stream text collate "C" not null,
    revision integer not null, event_id uuid not null, type text not null, effective_date date, institution text,
    report_id text, recorded_at timestamptz(3) not null, data json not null, metadata json not null, unique (stream, revision));
  grant insert on plain_facts to public`;

/** The same row by a statement and a commit of its own: no revision check, no dense order. */
export const insertPlainFact = async (connection: pg.Pool | pg.Client, no: string): Promise<void> => {
  const { eventId, type, effectiveDate, institution, data, metadata } = benchFact(no);
  await connection.query({
    name: 'plain fact',
    text: `insert into plain_facts (stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
           values ($1, 0, $2, $3, $4, $5, $6, now(), $7, $8)`,
    values: [
      `bench-${no}`,
      eventId,
      type,
      effectiveDate,
      institution,
      no,
      JSON.stringify(data),
      JSON.stringify(metadata),
    ],
  });
};

/** One INSERT and one commit for each. */
export const insertsPerSecond = (
  connection: pg.Pool | pg.Client,
  inFlight: number,
  durationMs: number,
): Promise<Measured> => {
  const run = aRun();
  return repeated({ inFlight, durationMs }, (no) => insertPlainFact(connection, `${run}-${no}`));
};
