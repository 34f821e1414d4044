import { shanghaiDay, systemClock } from '#calendar';
import { createPool, migrate } from '#database';
import { copyLog, openLog } from '#event-log';
import { sequence } from '#sequencer';
import { readSettings, type Settings } from '#settings';
import { sameSequence } from './moving/same-sequence.js';

/*
 * Copies the log to another engine and proves that both hold the same: `npm run move`. From where the settings say; to where the
 * same settings with XUDAI_TO_ for XUDAI_ say (database, its owner, event store, stream prefix). The registry and the projector of
 * both are stopped meanwhile. May be started again when it broke off.
 */

const settingsOf = (env: Readonly<Record<string, string | undefined>>): Settings => {
  const read = readSettings(env);
  if (read.outcome === 'settings') return read.settings;
  console.error(`The settings are wrong:\n${read.lines.map((line) => `  ${line}`).join('\n')}`);
  process.exit(2);
};

const targetEnv = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('XUDAI_TO_') ? [[name.replace('XUDAI_TO_', 'XUDAI_'), value]] : [],
  ),
);

const opened = async ({ databaseUrl, eventStore }: Settings) => {
  const onSetback = (error: unknown): void => console.warn(String(error));
  const pool = createPool(databaseUrl, { max: 6, applicationName: 'xudai move', onSetback });
  const open = await openLog({ pool, eventStore, onSetback });
  return { pool, open, eventStore, onSetback };
};

/** Where the copy lies in an event store, its facts are put in order as the projector would. */
const putInOrder = async (
  { pool, open, eventStore, onSetback }: Awaited<ReturnType<typeof opened>>,
  count: number,
): Promise<void> => {
  if (!eventStore) return;
  const stop = new AbortController();
  const { prefix } = eventStore;
  const ended = sequence({ log: open.log, prefix, pool, signal: stop.signal, onSetback });
  const failed = ended.then((how) => {
    if (how.outcome === 'failed') throw new Error(how.message);
  });
  const reached = (async () => {
    while ((await open.sequence.headSeq()) < count)
      await open.sequence.waitForFacts(count - 1, stop.signal, 1_000);
  })();
  await Promise.race([reached, failed]);
  stop.abort();
  await failed;
};

const [from, to] = [settingsOf(process.env), settingsOf(targetEnv)];
await migrate({ appUrl: to.databaseUrl, ownerUrl: to.databaseOwnerUrl });
const [source, target] = [await opened(from), await opened(to)];
let told = 0;
const count = await copyLog({
  from: source.open.sequence,
  to: target.open.log,
  onProgress: (copied, total) => {
    if (copied < total && copied < told + 10_000) return;
    told = copied;
    console.log(`${copied} of ${total} facts`);
  },
});
await putInOrder(target, count);
const totals = await sameSequence(source.open.sequence, target.open.sequence, shanghaiDay(systemClock.now()));
console.log(
  `Both logs hold the same ${count} facts in the same order, at the same instants, and the same totals:`,
);
for (const { programme, target: code, actual } of totals) console.log(`  ${programme} ${code} ${actual}`);
for (const { open, pool } of [source, target]) {
  await open.close();
  await pool.end();
}
process.exit(0);
