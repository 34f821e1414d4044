import { rmSync } from 'node:fs';
import pg from 'pg';

/** The server of this run ends with it, and its directory is removed. One that was named from outside keeps nothing of this run. */
export default async function stopDatabase() {
  rmSync(process.env.TEST_DATA_DIR ?? '', { recursive: true, force: true });
  const embedded = /** @type {any} */ (globalThis).embeddedDatabase;
  await (embedded ? embedded.stop() : dropBeginnings());
}

async function dropBeginnings() {
  const owner = new pg.Client({ connectionString: process.env.XUDAI_TEST_OWNER_URL });
  await owner.connect();
  const { rows } = await owner.query('select datname from pg_database where starts_with(datname, $1)', [
    `xudai_begun_${process.env.TEST_RUN}_`,
  ]);
  for (const { datname } of rows) await owner.query(`drop database ${datname} with (force)`);
  await owner.end();
}
