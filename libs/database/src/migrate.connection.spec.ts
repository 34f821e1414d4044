import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { withDatabase, withLogin } from './named-database.connection.js';
import { migrate } from './migrate.connection.js';
import { allMigrations } from './migrations/all.migration.js';

const serverUrl = process.env['XUDAI_TEST_OWNER_URL'] ?? '';
const made: string[] = [];
let server: pg.Client;
let name: string;
let ownerUrl: string;
let appUrl: string;

beforeAll(async () => {
  server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
});
beforeEach(() => {
  name = `Migrated "${randomBytes(4).toString('hex')}"`;
  made.push(name);
  ownerUrl = withDatabase(serverUrl, name);
  appUrl = withLogin(ownerUrl, name, `it's "secret" %\\`);
});
afterAll(async () => {
  for (const each of made)
    await server.query(`drop database if exists ${server.escapeIdentifier(each)} with (force)`);
  for (const each of made) await server.query(`drop role if exists ${server.escapeIdentifier(each)}`);
  await server.end();
});

const asked = async <Row extends pg.QueryResultRow>(url: string, query: string): Promise<readonly Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
};

describe('migrating', () => {
  it('creates database, login and tables once', async () => {
    const names = allMigrations.map((migration) => migration.name);
    expect(await migrate({ ownerUrl, appUrl })).toEqual({ migrations: names, factsGuardedBy: 'privileges' });
    expect(await migrate({ ownerUrl, appUrl })).toEqual({ migrations: [], factsGuardedBy: 'privileges' });
    expect(await asked(appUrl, 'select count(*)::integer as facts from facts')).toEqual([{ facts: 0 }]);
    expect(await asked(appUrl, 'select name from migrations order by id')).toEqual(
      names.map((each) => ({ name: each })),
    );
  });

  it('grants the app all tables, and append-only ones for reading and inserting', async () => {
    await migrate({ ownerUrl, appUrl });
    await asked(
      ownerUrl,
      `grant all on facts, refusals to ${server.escapeIdentifier(name)}, public; create table later ()`,
    );
    await migrate({ ownerUrl, appUrl });
    const rows = await asked<{ name: string; privileges: string }>(
      ownerUrl,
      `select relname as name,
              (select string_agg(privilege, ' ')
                 from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as privilege
                where has_table_privilege(${server.escapeLiteral(name)}, pg_class.oid, privilege)) as privileges
         from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    const privileges = Object.fromEntries(rows.map((row) => [row.name, row.privileges]));
    expect(privileges).toMatchObject({
      facts: 'select insert',
      refusals: 'select insert',
      migrations: 'select',
      projection_tables: 'select',
      later: 'select insert update delete',
      projection_checkpoints: 'select insert update delete',
    });
    const { facts, refusals, submission_chunk, migrations, projection_tables, ...others } = privileges;
    expect([facts, refusals, submission_chunk]).toEqual(['select insert', 'select insert', 'select insert']);
    expect([migrations, projection_tables]).toEqual(['select', 'select']);
    expect(new Set(Object.values(others))).toEqual(new Set(['select insert update delete']));
  });

  it('sets the password of an existing login', async () => {
    await migrate({ ownerUrl, appUrl });
    const changed = withLogin(ownerUrl, name, 'another');
    await migrate({ ownerUrl, appUrl: changed });
    await expect(asked(appUrl, 'select')).rejects.toThrow('password authentication failed');
    expect(await asked(changed, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('may be run by several processes at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => migrate({ ownerUrl, appUrl })));
    expect(all.map(({ migrations }) => migrations.length).toSorted((one, other) => one - other)).toEqual([
      0,
      0,
      0,
      allMigrations.length,
    ]);
  });

  it('without an owner is run by the app, and reports what guards the facts', async () => {
    await server.query(`create role ${server.escapeIdentifier(name)} login createdb password 'own'`);
    const alone = withLogin(ownerUrl, name, 'own');
    expect(await migrate({ appUrl: alone })).toMatchObject({ factsGuardedBy: 'triggers' });
    await expect(asked(alone, 'truncate facts')).rejects.toThrow('Facts are never changed');
  });

  it('reports that the app could become the owner', async () => {
    await migrate({ ownerUrl, appUrl });
    await server.query(`alter role ${server.escapeIdentifier(name)} superuser`);
    expect(await migrate({ ownerUrl, appUrl })).toMatchObject({ factsGuardedBy: 'triggers' });
  });

  it('refuses addresses that disagree, and an unreachable server', async () => {
    await expect(migrate({ ownerUrl, appUrl: withDatabase(appUrl, 'other') })).rejects.toThrow(
      'different databases',
    );
    const nobody = 'postgres://a:b@127.0.0.1:1/c';
    await expect(migrate({ appUrl: nobody })).rejects.toThrow('ECONNREFUSED');
    const from = performance.now();
    await expect(migrate({ appUrl: nobody, withinMs: 600 })).rejects.toThrow('ECONNREFUSED');
    expect(performance.now() - from).toBeGreaterThan(550);
  });
});
