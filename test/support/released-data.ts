import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { allMigrations, migrate } from '#database';
import type { TestDatabase } from '#testing';

/** What a released version had in its tables, as PostgreSQL writes JSON, and what it answered over them. */
interface ReleasedData {
  readonly tables: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, object>>;
}

/** Kept by test/released/keep.mjs. */
export const releasedData = (name: string): ReleasedData =>
  JSON.parse(gunzipSync(readFileSync(`test/released/${name}.gz`)).toString()) as ReleasedData;

/** Notes of typeorm, which makes them itself. */
const notesOfMigrations = 'migrations';

/** Makes the database what it was under that version: its migrations alone, and its rows. */
export const bringBack = async ({ ownerUrl }: TestDatabase, { tables }: ReleasedData): Promise<void> => {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  try {
    await owner.query('drop schema public cascade');
    await owner.query('create schema public');
    await runOnly(ownerUrl, namesIn(tables[notesOfMigrations] ?? '[]'));
    // Rows as they were; nothing is to follow from their coming.
    await owner.query('set session_replication_role = replica');
    for (const [table, rows] of Object.entries(tables)) {
      if (table === notesOfMigrations) continue;
      await owner.query(`delete from "${table}"`);
      await owner.query(
        `insert into "${table}" overriding system value select * from json_populate_recordset(null::"${table}", $1)`,
        [rows],
      );
    }
    // Numbers that PostgreSQL gives out go on after those that came.
    await owner.query(`select setval(pg_get_serial_sequence('refusals', 'no'), max(no)) from refusals`);
  } finally {
    await owner.end();
  }
};

const namesIn = (rows: string): ReadonlySet<string> =>
  new Set((JSON.parse(rows) as readonly { readonly name: string }[]).map(({ name }) => name));

const runOnly = async (url: string, names: ReadonlySet<string>): Promise<void> => {
  const migrations = allMigrations.filter(({ name }) => names.has(name));
  if (migrations.length !== names.size) throw new Error('A released migration is not there any more.');
  const source = new DataSource({ type: 'postgres', url, migrations, migrationsTransactionMode: 'each' });
  await source.initialize();
  await source.runMigrations();
  await source.destroy();
};

/** As `npm start` of this version does with it. */
export const upgrade = async ({ ownerUrl, appUrl }: TestDatabase): Promise<readonly string[]> =>
  (await migrate({ ownerUrl, appUrl })).migrations;
