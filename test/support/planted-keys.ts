import { v7 } from 'uuid';
import { createPool } from '#database';
import { openPostgresLog } from '#event-log';
import type { NewFact } from '#facts';

/** Of a stream that no figure is made of, whole in every member. */
export const keyFact = (text: string): NewFact => ({
  eventId: v7(),
  type: 'KeyRevoked',
  effectiveDate: null,
  institution: null,
  data: { keyId: v7(), text },
  metadata: {
    reportId: null,
    source: null,
    time: null,
    reportDigest: null,
    stampedAt: new Date().toISOString(),
    actor: 'key:planted',
    ruleSetVersion: 1,
    flags: [],
    causationId: null,
    correlationId: null,
    salt: '0123456789abcdef0123456789abcdef',
    extensions: {},
  },
});

/** Straight into the log in PostgreSQL: streams of one fact, and every tenth of three. */
export const plantKeys = async (databaseUrl: string, streams: number): Promise<void> => {
  const pool = createPool(databaseUrl, { max: 4, applicationName: 'planting' });
  const { log, close } = openPostgresLog({ pool, onSetback: () => undefined });
  await Promise.all(
    Array.from({ length: streams }, (_, index) =>
      log.append({
        stream: `key-${v7()}`,
        expectedRevision: 'none',
        facts: Array.from({ length: index % 10 === 0 ? 3 : 1 }, () => keyFact(`续贷 ${index}`)),
      }),
    ),
  );
  await close();
  await pool.end();
};
