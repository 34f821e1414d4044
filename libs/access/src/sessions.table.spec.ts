import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import { createPool } from '#database';
import { openMemoryLog } from '#event-log';
import { Ledger } from '#recording';
import { testDatabase, type TestDatabase } from '#testing';
import { Sessions } from './sessions.table.js';

const nowMs = Date.parse('2024-06-03T04:00:00.000Z');
const hourMs = 3_600_000;

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 1, applicationName: 'spec' });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('a session lasts for twelve hours by the clock of the registry, and no longer than its key', async () => {
  const { log, index } = openMemoryLog();
  const sessions = new Sessions(pool, new Ledger(log, index, fixedClock(nowMs)));
  expect(await sessions.begin('K1')).toMatchObject({
    lastsMs: 12 * hourMs,
    endsAtMs: nowMs + 12 * hourMs,
  });
  const { token, lastsMs } = await sessions.begin('K1', '2024-06-03T05:00:00.000Z');
  expect(lastsMs).toBe(hourMs);
  expect(await sessions.signedInBy(token)).toEqual({ keyId: 'K1', endsAtMs: nowMs + hourMs });
});

it('ends at the very instant at which its key does, however the clock goes on meanwhile', async () => {
  const { log, index } = openMemoryLog();
  let readings = 0;
  const clock = { now: () => nowMs + (readings += 1) };
  const sessions = new Sessions(pool, new Ledger(log, index, clock));
  const { endsAtMs } = await sessions.begin('K1', '2024-06-03T05:00:00.000Z');
  expect(endsAtMs).toBe(nowMs + hourMs);
});
