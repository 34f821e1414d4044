/** One real PostgreSQL for the whole run of tests, on a port of its own; or the server named in XUDAI_TEST_OWNER_URL. */
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

import { startEmbeddedPostgres } from '../apps/cli/launcher/embedded-postgres.mjs';

export default async function startDatabase() {
  // What programs keep that are started on a database of a spec: the key by which they sign.
  process.env.TEST_DATA_DIR = mkdtempSync(path.join(os.tmpdir(), 'xudai-test-data-'));
  if (process.env.XUDAI_TEST_OWNER_URL) return;
  const dataDirectory = mkdtempSync(path.join(os.tmpdir(), 'xudai-test-'));
  const database = await startEmbeddedPostgres({ dataDirectory, durable: false, temporary: true });
  process.env.XUDAI_TEST_OWNER_URL = database.ownerUrl('postgres');
  await setPasswordAgain(process.env.XUDAI_TEST_OWNER_URL);
  /** @type {any} */ (globalThis).embeddedDatabase = database;
}

/**
 * It was set before the server knew to make little of it.
 *
 * @param {string} url
 */
async function setPasswordAgain(url) {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(`alter role current_user password ${pg.escapeLiteral(new URL(url).password)}`);
  await owner.end();
}
