import type pg from 'pg';
import type { EventLog } from '#event-log';
import type { SequencedFact } from '#facts';
import type { NewStream } from './appends.client.js';
import { copyFacts } from './as-of/plant-log.client.js';
import type { Measured } from './interleaved.js';

/* What a log is held against: COPY of the same rows, into a table and out of it. */

const measuredSince = (beganAt: number, count: number): Measured => ({
  count,
  perSecond: count / ((performance.now() - beganAt) / 1_000),
});

/** Into a table like the facts, which holds nothing else then. */
export const copied = async (client: pg.Client, facts: readonly SequencedFact[]): Promise<Measured> => {
  await client.query('truncate copied');
  const beganAt = performance.now();
  await copyFacts(client, facts, 'copied');
  return measuredSince(beganAt, facts.length);
};

/** The facts of one of the bank's runs. */
export const recordedIn = async (client: pg.Client, run: string): Promise<readonly SequencedFact[]> => {
  const { rows } = await client.query<SequencedFact>(
    `select seq::int as seq, stream, revision, event_id as "eventId", type, to_char(effective_date, 'YYYY-MM-DD') as "effectiveDate", institution,
            recorded_at::text as "recordedAt", data, metadata
       from facts where starts_with(report_id, $1) order by facts.seq`,
    [run],
  );
  return rows;
};

/** Facts of streams, as they would stand in a log. */
export const sequencedStreams = (streams: readonly NewStream[]): readonly SequencedFact[] => {
  const recordedAt = new Date().toISOString();
  let seq = 0;
  return streams.flatMap(({ stream, facts }) =>
    facts.map((fact, revision) => ({ ...fact, stream, revision, recordedAt, seq: (seq += 1) })),
  );
};

/** In order, to sums that each fact changes. */
export const foldedAfter = async (log: EventLog, position: string): Promise<Measured> => {
  const beganAt = performance.now();
  const sums = new Map<string, bigint>();
  let count = 0;
  for await (const { fact } of log.readAll(position)) {
    const { amount } = fact.data as { readonly amount: string };
    const institution = fact.institution ?? '';
    sums.set(institution, (sums.get(institution) ?? 0n) + BigInt(amount.replace('.', '')));
    count += 1;
  }
  if ((sums.values().next().value ?? 0n) === 0n) throw new Error('Nothing was folded.');
  return measuredSince(beganAt, count);
};

/** The same facts as text; the driver reads it and keeps none. */
export const copiedOutAfter = async (client: pg.Client, position: string): Promise<Measured> => {
  const beganAt = performance.now();
  const { rowCount } = await client.query(
    `copy (select * from facts where seq > ${Number(position)} order by seq) to stdout`,
  );
  return measuredSince(beganAt, rowCount ?? 0);
};
