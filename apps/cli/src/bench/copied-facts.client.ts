import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { EventLog } from '#event-log';
import type { SequencedFact } from '#facts';
import type { NewStream } from './appends.client.js';
import { copyFacts } from './as-of/plant-log.client.js';
import type { Measured } from './interleaved.js';

/* What a log is held against: COPY of the same rows, into a table and out of it, and one aggregate over them. */

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

/** Fen of each institution's facts. */
export type Totals = ReadonlyMap<string, bigint>;

const fenOf = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

/** In order, to totals that each fact changes. */
export const foldedAfter = async (
  log: EventLog,
  position: string,
): Promise<Measured & { readonly totals: Totals }> => {
  const beganAt = performance.now();
  const totals = new Map<string, bigint>();
  let count = 0;
  for await (const { fact } of log.readAll(position)) {
    const { amount } = fact.data as { readonly amount: string };
    const institution = fact.institution ?? '';
    totals.set(institution, (totals.get(institution) ?? 0n) + fenOf(amount));
    count += 1;
  }
  if ((totals.values().next().value ?? 0n) === 0n) throw new Error('Nothing was folded.');
  return { ...measuredSince(beganAt, count), totals };
};

/** One question for the same totals of the same facts. */
export const aggregatedAfter = async (
  client: pg.Client,
  position: string,
  folded: Totals,
): Promise<Measured> => {
  const beganAt = performance.now();
  const { rows } = await client.query<Record<'institution' | 'total' | 'facts', string>>(
    `select institution, sum((data->>'amount')::numeric)::text as total, count(*) as facts
       from facts where seq > $1 group by institution`,
    [position],
  );
  const totals: Totals = new Map(rows.map(({ institution, total }) => [institution, fenOf(total)]));
  const measured = measuredSince(
    beganAt,
    rows.reduce((sum, { facts }) => sum + Number(facts), 0),
  );
  if (!isDeepStrictEqual(totals, folded)) throw new Error('The aggregate and the fold come to other totals.');
  return measured;
};

/** The same facts as text; the driver reads it and keeps none. */
export const copiedOutAfter = async (client: pg.Client, position: string): Promise<Measured> => {
  const beganAt = performance.now();
  const { rowCount } = await client.query(
    `copy (select * from facts where seq > ${Number(position)} order by seq) to stdout`,
  );
  return measuredSince(beganAt, rowCount ?? 0);
};
