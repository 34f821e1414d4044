import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { freePort } from '../support/processes.js';
import { ProductionTree } from '../support/production-tree.js';

/*
 * What the container image holds is enough and is not written to: compiled files and production packages alone, read-only, run by an
 * account that owns none of it, against a database whose two logins were made by the script of docker/postgres, with the log in an event
 * store.
 */

const serverUrl = process.env['XUDAI_TEST_OWNER_URL'] ?? '';
const name = `deployed_${randomBytes(4).toString('hex')}`;
const password = randomBytes(16).toString('hex');
const program = (app: string): string => `dist/apps/${app}.js`;

/** The statements of the script, under names of our own and with secrets where the server can read them. */
const loginStatements = (secrets: string): readonly string[] =>
  readFileSync('docker/postgres/10-logins.sql', 'utf8')
    .replaceAll('/run/secrets/database-', secrets)
    .replaceAll('xudai_', `${name}_`)
    .replaceAll('database xudai', `database ${name}`)
    .split(/(?<=;)\n(?=(?:\n|create|revoke|grant))/)
    .filter((statement) => statement.trim() !== '');

describe('the tree of the container image', () => {
  const tree = new ProductionTree();
  let server: pg.Client;
  let store: EventStoreDouble;
  let outside: string;
  let migration: Record<string, string>;
  let registry: Record<string, string>;
  let projector: Record<string, string>;

  const secret = (file: string, text: string): string => {
    const place = path.join(outside, file);
    writeFileSync(place, `${text}\n`, { mode: 0o444 });
    return place;
  };
  const urlOf = (login: string): string => {
    const url = new URL(serverUrl);
    url.username = `${name}_${login}`;
    url.password = password;
    url.pathname = `/${name}`;
    return url.href;
  };

  beforeAll(async () => {
    server = new pg.Client({ connectionString: serverUrl });
    await server.connect();
    store = await EventStoreDouble.started();
    const { rows } = await server.query<{ place: string }>(
      `select current_setting('data_directory') as place`,
    );
    const secrets = `${rows[0]?.place}/${name}-`;
    for (const login of ['owner', 'app'])
      await server.query(`copy (select '${password}') to '${secrets}${login}-password'`);
    for (const statement of loginStatements(secrets)) await server.query(statement);

    outside = mkdtempSync(path.join(os.tmpdir(), 'xudai-outside-'));
    chmodSync(outside, 0o755);
    const scratch = path.join(outside, 'tmp');
    mkdirSync(scratch);
    chmodSync(scratch, 0o777);
    const database = { XUDAI_DATABASE_URL_FILE: secret('database-url', urlOf('app')) };
    migration = { ...database, XUDAI_DATABASE_OWNER_URL_FILE: secret('owner-url', urlOf('owner')) };
    const both = { ...database, XUDAI_EVENT_STORE_URL_FILE: secret('event-store-url', store.url) };
    registry = {
      ...both,
      XUDAI_BOOTSTRAP_KEY_FILE: secret('bootstrap-key', `xk_admin_${'k'.repeat(40)}`),
      // The signing key is made there, in place of the volume that the image has.
      XUDAI_DATA_DIR: scratch,
      XUDAI_HOST: '0.0.0.0',
      XUDAI_TRUST_PROXY: '1',
      XUDAI_PORT: String(await freePort()),
    };
    projector = { ...both, XUDAI_HEARTBEAT_FILE: path.join(scratch, 'heartbeat') };
    tree.make();
  });

  afterAll(async () => {
    await tree.remove();
    store.stop();
    rmSync(outside, { recursive: true });
    await server.query(`drop database if exists ${name} with (force)`);
    for (const login of ['owner', 'app']) await server.query(`drop role if exists ${name}_${login}`);
    await server.end();
  });

  const health = (of: string, env: Record<string, string>) =>
    tree.run([program('cli/src/check-health'), of], env);
  const untilReady = async (): Promise<number> => {
    let status = 0;
    for (const deadline = Date.now() + 30_000; status !== 200 && Date.now() < deadline; await later(100))
      status = await fetch(`http://127.0.0.1:${registry['XUDAI_PORT']}/readyz`).then(
        (answer) => answer.status,
        () => 0,
      );
    return status;
  };

  it('cannot be written to by who runs it', async () => {
    const { status, output } = await tree.run(['-e', `require('node:fs').writeFileSync('dist/planted', '')`]);
    expect({ status, refused: output.includes('EACCES') }).toEqual(
      tree.runsAsRoot ? { status: 0, refused: false } : { status: 1, refused: true },
    );
  });

  it('migrates with an owner who may make neither logins nor databases, starts, is ready, and ends in order', async () => {
    const before = tree.fingerprint();
    expect(await tree.run([program('cli/src/migrate')], migration)).toEqual({ status: 0, output: '' });
    expect((await health('registry', registry)).status).toBe(1);
    expect((await health('projector', projector)).status).toBe(1);

    const running = [
      tree.start([program('registry/src/main')], registry),
      tree.start([program('projector/src/main')], projector),
    ];
    expect(await untilReady()).toBe(200);
    expect(await health('registry', registry)).toEqual({ status: 0, output: '' });
    expect(await health('projector', projector)).toEqual({ status: 0, output: '' });

    const from = performance.now();
    const ended = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGTERM');
    expect(await Promise.all(ended)).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(performance.now() - from).toBeLessThan(20_000);
    expect(tree.fingerprint()).toBe(before);
  });

  it('a heartbeat that stands still is told, and so is who is not known', async () => {
    const file = projector['XUDAI_HEARTBEAT_FILE'] ?? '';
    const aMinuteAgo = Date.now() / 1_000 - 60;
    utimesSync(file, aMinuteAgo, aMinuteAgo);
    expect(await health('projector', projector)).toMatchObject({
      status: 1,
      output: expect.stringContaining('heartbeat'),
    });
    expect(await health('console', projector)).toMatchObject({ status: 1 });
  });
});
