import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBank, type BenchEnvironment } from './bench-bank.client.js';
import { measuredFigures } from './figures.js';
import { interleaved } from './interleaved.js';
import { onEventStore } from './on-event-store.client.js';
import { onPostgres } from './on-postgres.client.js';
import { connected } from './postgres-bench.client.js';
import { answers, Projector, started } from './programs.process.js';
import { tableOf, withRun } from './result-table.js';

/*
 * Run by the launcher, which has started a PostgreSQL that keeps fsync and synchronous_commit on and migrated it; all that is started
 * here shares the cores with the load. With an event store the engine there is measured, else the one in PostgreSQL.
 */

const { env } = process;
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { keep: { type: 'boolean', default: false } },
});
const rounds = Number(env['BENCH_ROUNDS'] ?? 5);
const durationMs = Number(env['BENCH_MS'] ?? 3_000);
const [registryPort, barePort] = (env['BENCH_PORTS'] ?? '').split(',');
const environment: BenchEnvironment = {
  durationMs,
  appUrl: env['XUDAI_DATABASE_URL'] ?? '',
  ownerUrl: env['XUDAI_DATABASE_OWNER_URL'] ?? '',
  registry: `http://127.0.0.1:${registryPort}`,
  bare: `http://127.0.0.1:${barePort}`,
};
const url = env['XUDAI_EVENT_STORE_URL'];
if (url && values.keep) throw new Error('The run that is kept is of the engine in PostgreSQL.');

const registry = started('registry');
const projector = new Projector();
projector.start();
await answers(environment.registry);
const bank = await benchBank(environment.registry, env['XUDAI_BOOTSTRAP_KEY'] ?? '', durationMs);
const programs = { registry, projector };
const { subjects, figures, versions, close } = url
  ? await onEventStore(
      { ...environment, url, prefix: `bench-${randomBytes(4).toString('hex')}-` },
      bank,
      programs,
    )
  : await onPostgres(environment, bank, programs);
const startedAt = performance.now();
const { rows, rounds: each } = await interleaved(subjects, rounds, (line) =>
  process.stderr.write(`${line}\n`),
);
const measured = measuredFigures(each, figures);
const table = tableOf(rows, measured);

const owner = await connected();
const { rows: servers } = await owner.query<{ server_version: string }>('show server_version');
await owner.end();
const result = {
  at: new Date().toISOString(),
  command: `npm run bench${url ? ' (event store)' : ''}`,
  rounds,
  durationMs,
  seconds: Math.round((performance.now() - startedAt) / 1_000),
  node: process.version,
  postgres: servers[0]?.server_version,
  versions,
  cpus: cpus().map(({ model }) => model),
  load: loadavg(),
  figures: measured,
  rows,
};
const others = Object.entries(versions).map(([name, version]) => `, ${name} ${version}`);
const heading = [
  `${result.at.slice(0, 10)}, \`${result.command}\`: medians of ${rounds} × ${durationMs / 1_000} s after one round that warms up, ${result.seconds} s in all.`,
  `${result.cpus.length} × ${result.cpus[0]?.trim()}, Node.js ${result.node}, PostgreSQL ${result.postgres}${others.join('')}.`,
  `Load average at the end ${result.load[0]?.toFixed(1)}, the benchmark's own included.`,
].join('\n');
const json = `${JSON.stringify(result, null, 2)}\n`;
console.log(`${heading}\n\n${table}`);
mkdirSync('.cache', { recursive: true });
writeFileSync('.cache/bench.json', json);
if (values.keep) {
  writeFileSync('docs/benchmarks.json', json);
  const document = readFileSync('docs/benchmarks.md', 'utf8');
  writeFileSync('docs/benchmarks.md', withRun(document, `${heading}\n\n${table}`));
}

await close();
await Promise.all([registry.stop(), projector.stop()]);
process.exitCode = rows.some(({ failed }) => failed !== undefined) ? 1 : 0;
// A published store keeps its connections open.
process.exit();
