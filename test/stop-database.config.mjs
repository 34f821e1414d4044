import { rmSync } from 'node:fs';

/** The server of this run ends with it, and its directory is removed. One that was named from outside is left alone. */
export default async function stopDatabase() {
  rmSync(process.env.TEST_DATA_DIR ?? '', { recursive: true, force: true });
  await /** @type {any} */ (globalThis).embeddedDatabase?.stop();
}
