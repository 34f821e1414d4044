import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { v7 } from 'uuid';
import type { EventLog } from '#event-log';
import type { NewFact } from '#facts';

const fact = (no: string): NewFact => ({
  eventId: v7(),
  type: 'Benchmarked',
  effectiveDate: '2024-05-06',
  institution: 'C1010211000012',
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

const perSecond = async (
  inFlight: number,
  durationMs: number,
  once: (no: string) => Promise<void>,
): Promise<number> => {
  const run = randomBytes(4).toString('hex');
  let done = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async (_, lane) => {
      for (let no = 0; performance.now() - startedAt < durationMs; no += 1, done += 1)
        await once(`${run}-${lane}-${no}`);
    }),
  );
  return done / ((performance.now() - startedAt) / 1_000);
};

/** Appends of one fact to streams of their own, with the revision checked. */
export const appendsPerSecond = (log: EventLog, inFlight: number, durationMs: number): Promise<number> =>
  perSecond(inFlight, durationMs, async (no) => {
    const result = await log.append({ stream: `bench-${no}`, expectedRevision: 'none', facts: [fact(no)] });
    if (result.outcome !== 'appended') throw new Error('A stream of its own was taken.');
  });

/** The same row, one INSERT and one commit for each: no revision check, no dense order. */
export const insertsPerSecond = (pool: pg.Pool, inFlight: number, durationMs: number): Promise<number> =>
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
