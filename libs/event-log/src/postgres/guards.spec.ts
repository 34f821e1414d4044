import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';

let postgres: PostgresForSpec;
let app: pg.Client;

beforeAll(async () => {
  postgres = await postgresForSpec();
  app = new pg.Client({ connectionString: postgres.appUrl });
  await app.connect();
  await postgres.openLog().log.append(plantedAppend(newStream(), 'none'));
});
afterAll(async () => {
  await app.end();
  await postgres.close();
});

const changes = [
  `update facts set type = 'Other'`,
  'delete from facts',
  'truncate facts',
  `insert into facts select * from facts on conflict (seq) do update set type = 'Other'`,
];

describe('a fact that was recorded', () => {
  it.each(changes)('is safe from the app: %s', async (change) => {
    await expect(app.query(change)).rejects.toThrow('permission denied for table facts');
  });

  it.each(changes)('is safe from its owner: %s', async (change) => {
    await expect(postgres.owner.query(change)).rejects.toThrow('Facts are never changed and never removed');
  });

  it('is safe where triggers are off for replication', async () => {
    await postgres.owner.query('set session_replication_role = replica');
    for (const change of changes)
      await expect(postgres.owner.query(change)).rejects.toThrow('Facts are never changed and never removed');
    await postgres.owner.query('reset session_replication_role');
  });

  it.each([
    'alter table facts disable trigger all',
    'drop table facts',
    'drop trigger facts_stay on facts',
    'set session_replication_role = replica',
    'set role xudai_owner',
    'create table public.mine ()',
    `insert into migrations (timestamp, name) values (1, 'x')`,
    'create or replace function refuse_to_change_facts() returns trigger language plpgsql as $$ begin return new; end $$',
  ])('keeps its guards: %s', async (attempt) => {
    await expect(app.query(attempt)).rejects.toThrow(/permission denied|must be owner|no privileges/);
  });

  it('is still as it was', async () => {
    const { rows } = await app.query('select type from facts');
    expect(rows).toEqual([{ type: 'LoanRenewed' }]);
  });
});
