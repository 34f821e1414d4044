import { businessDate } from '#calendar';
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { v7 } from 'uuid';
import type { EventLog, StoreClient } from '#event-log';
import type { NewFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import type { Measured } from './interleaved.js';

const fact = (no: string): NewFact => ({
  eventId: v7(),
  type: 'Benchmarked',
  effectiveDate: businessDate('2024-05-06'),
  institution: asInstitutionCode('C1010211000012'),
  data: { loanId: no, amount: '800000.00', repaymentNo: no, filler: 'x'.repeat(200) },
  metadata: {
    reportId: no,
    source: '/institutions/C1010211000012',
    time: null,
    reportDigest: randomBytes(32).toString('hex'),
    stampedAt: new Date().toISOString(),
    actor: 'key:bench',
    ruleSetVersion: 1,
    flags: [],
    causationId: null,
    correlationId: null,
    salt: randomBytes(16).toString('hex'),
    extensions: {},
  },
});

/** For as long as asked, or until so much was done. */
const perSecond = async (
  inFlight: number,
  durationMs: number,
  once: (no: string) => Promise<void>,
  most = Infinity,
): Promise<Measured> => {
  const run = randomBytes(4).toString('hex');
  let begun = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (begun < most && performance.now() - startedAt < durationMs) await once(`${run}-${(begun += 1)}`);
    }),
  );
  return { perSecond: begun / ((performance.now() - startedAt) / 1_000) };
};

/** Appends of one fact to streams of their own, named so, with the revision checked. */
export const appendsPerSecond = (
  log: EventLog,
  streams: string,
  inFlight: number,
  durationMs: number,
  most?: number,
): Promise<Measured> =>
  perSecond(
    inFlight,
    durationMs,
    async (no) => {
      const result = await log.append({
        stream: `${streams}${no}`,
        expectedRevision: 'none',
        facts: [fact(no)],
      });
      if (result.outcome !== 'appended') throw new Error('A stream of its own was taken.');
    },
    most,
  );

/** The same events by the client of the store, without a log around it. */
export const bareAppendsPerSecond = (
  client: StoreClient,
  streams: string,
  inFlight: number,
  durationMs: number,
): Promise<Measured> =>
  perSecond(inFlight, durationMs, async (no) => {
    const { eventId, type, data, metadata } = fact(no);
    const event = { id: eventId, type, data, metadata };
    const answer = await client.append(`${streams}${no}`, -1, [event], 10_000);
    if (answer.outcome !== 'appended') throw new Error('A stream of its own was taken.');
  });

/** The same row, one INSERT and one commit for each: no revision check, no dense order. */
export const insertsPerSecond = (pool: pg.Pool, inFlight: number, durationMs: number): Promise<Measured> =>
  perSecond(inFlight, durationMs, async (no) => {
    const { eventId, type, effectiveDate, institution, data, metadata } = fact(no);
    await pool.query(
      `insert into plain_facts (stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
       values ($1, 0, $2, $3, $4, $5, $6, now(), $7, $8)`,
      [
        `bench-${no}`,
        eventId,
        type,
        effectiveDate,
        institution,
        no,
        JSON.stringify(data),
        JSON.stringify(metadata),
      ],
    );
  });
