/** The server of this run ends with it, and its directory is removed. One that was named from outside is left alone. */
export default async function stopDatabase() {
  await /** @type {any} */ (globalThis).embeddedDatabase?.stop();
}
