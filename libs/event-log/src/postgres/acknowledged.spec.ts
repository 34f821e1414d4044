import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { newStream, plantedAppend, plantedFacts } from '../contract/planted-appends.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';
import { Appender } from './appender.connection.js';

/* Up to where a process knows that facts are recorded, which the log may never lose again. */

let postgres: PostgresForSpec;
let pool: pg.Pool;
let appender: Appender;
let acknowledged: number[];

beforeEach(async () => {
  postgres = await postgresForSpec();
  pool = new pg.Pool({ connectionString: postgres.appUrl });
  acknowledged = [];
  appender = new Appender(
    pool,
    { seen: 0, acknowledge: (seq) => void acknowledged.push(seq) },
    { deadlineMs: 10_000, onSetback: () => undefined },
  );
});
afterEach(async () => {
  await appender.close();
  await pool.end();
  await postgres.close();
});

const append = (revision: number | 'none', facts: number) =>
  appender.append(plantedAppend(newStream(), revision, plantedFacts(facts)));

it('is the last fact of a group, even where another append had a conflict', async () => {
  expect(await Promise.all([append('none', 2), append(4, 1), append('none', 3), append(4, 1)])).toMatchObject(
    [{ position: '2' }, { outcome: 'conflict' }, { position: '5' }, { outcome: 'conflict' }],
  );
  expect(acknowledged).toEqual([5]);
});

it('does not change where all appends had a conflict', async () => {
  await append('none', 1);
  expect(await append(4, 1)).toEqual({ outcome: 'conflict', actualRevision: 'none' });
  expect(acknowledged).toEqual([1, 0]);
});
