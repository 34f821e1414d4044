import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { columnTypes } from '#database';
import { testDatabase, type TestDatabase } from '#testing';
import { handToEventStore, handToPostgres, LogWentOn } from './log-home.table.js';

let database: TestDatabase;
let connection: pg.Client;

beforeEach(async () => {
  database = await testDatabase();
  connection = new pg.Client({ connectionString: database.appUrl, types: columnTypes });
  await connection.connect();
  await connection.query(
    `insert into facts (seq, stream, revision, event_id, type, recorded_at, data, metadata)
     select n, 'key-' || n, 0, gen_random_uuid(), 'KeyRevoked', now(), '{}', '{}' from generate_series(1, 3) as series (n)`,
  );
});

afterEach(async () => {
  await connection.end();
  await database.drop();
});

const rows = async (table: string): Promise<readonly unknown[]> =>
  (await connection.query(`select * from ${table}`)).rows;

describe('where the log lives', () => {
  it('is the event store, from the last fact on', async () => {
    await handToEventStore(connection, 'city-', [
      { seq: 2, position: '4000' },
      { seq: 3, position: '4500' },
    ]);
    expect(await rows('sequencer')).toEqual([
      expect.objectContaining({ stream_prefix: 'city-', seq: 3, position: 4_500, failure: null }),
    ]);
    expect(await rows('sequenced_positions')).toEqual([
      { seq: 2, position: 4_000 },
      { seq: 3, position: 4_500 },
    ]);
  });

  it('is the table again', async () => {
    await handToEventStore(connection, 'city-', [{ seq: 3, position: '4500' }]);
    await handToPostgres(connection, 3);
    expect(await rows('sequencer')).toEqual([]);
    expect(await rows('sequenced_positions')).toEqual([]);
  });

  it('is not changed when facts were appended meanwhile', async () => {
    await expect(handToEventStore(connection, 'city-', [{ seq: 2, position: '4000' }])).rejects.toThrow(
      LogWentOn,
    );
    expect(await rows('sequencer')).toEqual([]);
    expect(await rows('sequenced_positions')).toEqual([]);
    await handToEventStore(connection, 'city-', [{ seq: 3, position: '4500' }]);
    await expect(handToPostgres(connection, 4)).rejects.toThrow(LogWentOn);
    expect(await rows('sequencer')).toHaveLength(1);
  });
});
