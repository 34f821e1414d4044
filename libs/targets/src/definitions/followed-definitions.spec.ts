import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '#database';
import { planted, testDatabase } from '#testing';
import {
  applied,
  definitionFacts,
  emptied,
  measureFact,
  smallProjection,
} from '../testing/planted-definitions.js';
import { FollowedDefinitions } from './followed-definitions.table.js';

describe('definitions that a follower keeps', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;
  let client: pg.PoolClient;
  const facts = planted([...definitionFacts, measureFact({ code: 'M-NEW' })]);

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.appUrl, { max: 2, applicationName: 'spec' });
    client = await pool.connect();
  });
  afterAll(async () => {
    client.release();
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    await emptied(pool);
    await applied(pool, smallProjection, facts.slice(0, -1));
  });

  it('are the very same until a row of them is another, whoever changed it', async () => {
    const definitions = new FollowedDefinitions();
    const first = await definitions.read(client);
    expect(await definitions.read(client)).toBe(first);
    for (const change of [
      `update figure_definition set complete = not complete where kind = 'measure' and seq = (select min(seq) from figure_definition where kind = 'measure')`,
      'insert into figure_back_fill (target, computation) values (1, 1)',
      'delete from figure_back_fill',
      `insert into source_fact (type, first_seq) values ('Another', 1)`,
    ]) {
      const before = await definitions.read(client);
      await pool.query(change);
      const after = await definitions.read(client);
      expect(after).not.toBe(before);
      expect(after).toEqual(await new FollowedDefinitions().read(client));
    }
  });

  it('follow what their own transaction defines, and its rollback', async () => {
    const definitions = new FollowedDefinitions();
    const before = await definitions.read(client);
    await client.query('begin');
    await smallProjection.apply(facts.slice(-1), client);
    expect((await definitions.read(client)).definitions.measures.has('M-NEW')).toBe(true);
    await client.query('rollback');
    expect(await definitions.read(client)).toEqual(before);
  });
});
