import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Asking } from '../bench-bank.client.js';
import { connected } from '../postgres-bench.client.js';
import { type CatchUp, catchUp } from './catch-up.client.js';
import { plantLog } from './plant-log.client.js';
import { answers, started } from '../programs.process.js';
import { type Asked, ask, questionsOf } from './questions.client.js';

/*
 * Run by the launcher, which has started a PostgreSQL that keeps fsync and synchronous_commit on and migrated it: plants a log where none was
 * kept, lets a projector catch up with it, and asks a registry for figures at cuts.
 */

const { env } = process;
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    facts: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    questions: { type: 'string', default: '400' },
    // The launcher's: where the log is kept.
    data: { type: 'string' },
  },
});
const [appUrl, ownerUrl] = [env['XUDAI_DATABASE_URL'] ?? '', env['XUDAI_DATABASE_OWNER_URL'] ?? ''];
const administratorsKey = env['XUDAI_BOOTSTRAP_KEY'] ?? '';
const base = `http://127.0.0.1:${env['XUDAI_PORT']}`;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const seconds = (since: number): number => (performance.now() - since) / 1_000;

const administrator = new Asking(base, administratorsKey);

/** Until the replay has ended: how long, and as what. */
const replayed = async (auditor: Asking) => {
  const beganAt = performance.now();
  const begun = await auditor.ask('POST', '/v1/replays', {
    programme: 'SH24',
    effectiveAsOf: '2024-12-31',
  });
  for (let { status } = begun; ; { status } = await auditor.ask('GET', `/v1/replays/${begun.id}`)) {
    if (status !== 'RUNNING' && status !== 'QUEUED') return { seconds: seconds(beganAt), status };
    await new Promise((later) => setTimeout(later, 500));
  }
};

interface Planted {
  readonly seconds: number;
  readonly peakBytes: number;
}

const lastSeq = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ seq: number }>(
    'select coalesce(max(seq), 0)::float8 as seq from facts',
  );
  return rows[0]?.seq ?? 0;
};

const tableSizes = async (client: pg.Client, facts: number) => {
  const { rows } = await client.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid)::text as bytes from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by pg_total_relation_size(oid) desc`,
  );
  return rows
    .map(({ name, bytes }) => ({ name, bytesPerFact: Number(bytes) / facts }))
    .filter(({ bytesPerFact }) => bytesPerFact >= 0.5);
};

const ms = (value: number): string => value.toFixed(1);

const catchUpTable = ({ facts, ...of }: CatchUp): readonly string[] => [
  '| catching up | |',
  '|---|---|',
  `| facts a second, all projections | ${(facts / of.seconds).toFixed(0)} |`,
  `| processor time a fact: projector, PostgreSQL | ${of.projectorUs.toFixed(0)} µs, ${of.postgresUs.toFixed(0)} µs |`,
  ...Object.entries(of.projections).map(
    ([name, after]) => `| ${name} at the end after | ${after.toFixed(0)} s |`,
  ),
  `| longest transaction of the figures | ${of.longestTransaction.seconds.toFixed(1)} s; ${of.longestTransaction.overASecond} over 1 s |`,
  `| what it was seen doing | \`${of.longestTransaction.query.replaceAll('|', '\\|')}\` |`,
];

const askedTable = (rows: readonly Asked[]): readonly string[] => [
  '| question | processor p50, p99 | clock p50, p99 | ask, p99 |',
  '|---|---|---|---|',
  ...rows.map(({ name, processorMs, clockMs, ask: most, failed }) =>
    failed.length > 0
      ? `| ${name} | answered ${failed[0]} | | ${most} |`
      : `| ${name} | ${ms(processorMs.p50)}, ${ms(processorMs.p99)} ms | ${ms(clockMs.p50)}, ${ms(clockMs.p99)} ms | ${most} |`,
  ),
];

const [owner, watcher] = [await connected(), await connected()];
/** A log as long as was asked for; null: one was kept. */
const planted = async (): Promise<Planted | null> => {
  if ((await lastSeq(owner)) > 0) return null;
  const plantedAt = performance.now();
  await plantLog({
    appUrl,
    ownerUrl,
    administratorsKey,
    facts: Number(values.facts),
    seed: Number(values.seed),
    onProgress: (count) => say(`${count} facts planted`),
  });
  return { seconds: seconds(plantedAt), peakBytes: process.resourceUsage().maxRSS * 1_024 };
};

const planting = await planted();
const facts = await lastSeq(owner);
say(
  `${facts} facts ${planting ? `planted in ${planting.seconds.toFixed(0)} s` : 'were kept'}; load ${loadavg()[0]?.toFixed(1)}`,
);

const { result: caughtUp, projector, postgres } = await catchUp(owner, watcher, facts);
const load = loadavg();
console.log(catchUpTable(caughtUp).join('\n'));
await owner.query('vacuum (analyze)');
const registry = started('registry');
await answers(base);
const supervisor = await administrator.keyOf('supervisor');
const replay = await replayed(new Asking(base, await administrator.keyOf('auditor')));
say(`replay: ${replay.status} after ${replay.seconds.toFixed(0)} s`);
await projector.stop();
const rows: Asked[] = [];
const { items: loans } = await new Asking(base, supervisor).ask('GET', '/v1/loans?limit=1000');
for (const question of questionsOf(facts, loans))
  rows.push(
    await ask(question, {
      base,
      key: supervisor,
      registryPid: registry.pid,
      postgres,
      count: Number(values.questions),
    }),
  );
console.log(['', ...askedTable(rows), '', '| table | bytes a fact |', '|---|---|'].join('\n'));
const tables = await tableSizes(owner, facts);
for (const { name, bytesPerFact } of tables) console.log(`| ${name} | ${bytesPerFact.toFixed(0)} |`);
console.log(`\nreplay: ${replay.status} after ${replay.seconds.toFixed(1)} s`);

const { rows: versions } = await owner.query<{ server_version: string }>('show server_version');
mkdirSync('.cache', { recursive: true });
writeFileSync(
  '.cache/bench-as-of.json',
  `${JSON.stringify(
    {
      at: new Date().toISOString(),
      command: `npm run bench -- as-of ${process.argv.slice(2).join(' ')}`.trim(),
      node: process.version,
      postgres: versions[0]?.server_version,
      cpus: cpus().map(({ model }) => model),
      load,
      loadAtEnd: loadavg(),
      facts,
      planting,
      caughtUp,
      replay,
      questions: rows,
      tables,
    },
    null,
    2,
  )}\n`,
);
await registry.stop();
await Promise.all([owner.end(), watcher.end()]);
