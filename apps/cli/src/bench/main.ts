import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchBank } from './bench-bank.client.js';
import { type BenchEnvironment, interleaved, ratioOf, tableOf } from './interleaved.js';
import { onEventStore, onPostgres } from './on-engines.client.js';

/*
 * Run by the launcher, which has started a registry, a projector and a PostgreSQL that keeps fsync and synchronous_commit on; all
 * of it shares the cores with the load. With an event store the engine there is measured, else the one in PostgreSQL.
 */

const { env } = process;
const rounds = Number(env['BENCH_ROUNDS'] ?? 5);
const durationMs = Number(env['BENCH_MS'] ?? 4_000);
const [registryPort, idlePort] = (env['BENCH_PORTS'] ?? '').split(',');
const environment: BenchEnvironment = {
  durationMs,
  appUrl: env['XUDAI_DATABASE_URL'] ?? '',
  ownerUrl: env['XUDAI_DATABASE_OWNER_URL'] ?? '',
  registry: `http://127.0.0.1:${registryPort}`,
  idle: `http://127.0.0.1:${idlePort}`,
};
const url = env['XUDAI_EVENT_STORE_URL'];

const here = path.dirname(fileURLToPath(import.meta.url));
const idle = spawn(process.execPath, [path.join(here, 'idle-route.server.js')], {
  env: { ...env, IDLE_ROUTE_PORT: idlePort },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
for (let tries = 0; tries < 100; tries += 1) {
  const answers = await fetch(environment.idle).catch(() => undefined);
  if (answers) break;
  await new Promise((later) => setTimeout(later, 100));
}

const bank = await benchBank(environment.registry, env['XUDAI_BOOTSTRAP_KEY'] ?? '', durationMs);
const { subjects, ratios, close } = url
  ? await onEventStore({ ...environment, url, prefix: `bench-${randomBytes(4).toString('hex')}-` }, bank)
  : await onPostgres(environment, bank);
const rows = await interleaved(subjects, rounds, (line) => process.stderr.write(`${line}\n`));
console.log(tableOf(rows, ratios));

const result = {
  at: new Date().toISOString(),
  engine: url ? 'event store' : 'postgres',
  rounds,
  durationMs,
  node: process.version,
  cpus: cpus().map(({ model }) => model),
  rows,
  ratios: Object.fromEntries(ratios.map((ratio) => [ratio.name, ratioOf(rows, ratio)])),
};
mkdirSync('.cache', { recursive: true });
writeFileSync('.cache/bench.json', `${JSON.stringify(result, null, 2)}\n`);

await close();
idle.kill();
