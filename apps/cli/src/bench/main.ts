import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPool } from '#database';
import { openPostgresLog } from '#event-log';
import { appendsPerSecond, insertsPerSecond } from './appends.client.js';
import { type Measured, putUnderLoad } from './http-load.client.js';
import { reportsOf } from './report-stream.js';

/*
 * First figures, measured in one interleaved run: each round measures every subject once, so that whatever else the machine
 * does falls on all of them alike. PostgreSQL keeps fsync and synchronous_commit on, and shares the cores with the load.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const durationMs = Number(process.env['BENCH_MS'] ?? 4_000);
const appUrl = process.env['XUDAI_DATABASE_URL'] ?? '';
const ownerUrl = process.env['XUDAI_DATABASE_OWNER_URL'] ?? '';
const [registryPort, idlePort] = (process.env['BENCH_PORTS'] ?? '').split(',');
const administratorsKey = process.env['XUDAI_BOOTSTRAP_KEY'] ?? '';
const institution = 'C1010211000012';

const here = path.dirname(fileURLToPath(import.meta.url));
const idle = spawn(process.execPath, [path.join(here, 'idle-route.server.js')], {
  env: { ...process.env, IDLE_ROUTE_PORT: idlePort },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});

for (let tries = 0; tries < 100; tries += 1) {
  const answers = await fetch(`http://127.0.0.1:${idlePort}/`).catch(() => undefined);
  if (answers) break;
  await new Promise((later) => setTimeout(later, 100));
}

const registry = `http://127.0.0.1:${registryPort}`;
const admin = async (route: string, body: object): Promise<{ readonly key: string }> => {
  const answer = await fetch(registry + route, {
    method: 'POST',
    headers: { authorization: `Bearer ${administratorsKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { readonly key: string };
};
await admin('/v1/institutions', { code: institution, name: { zh: '基准', en: 'Bench' }, kind: 'BANK' });
const { key } = await admin('/v1/keys', { role: 'bank', institution, label: 'bench' });

const owner = createPool(ownerUrl, { max: 1, applicationName: 'xudai bench' });
await owner.query(
  `create table plain_facts (seq bigint generated always as identity primary key, stream text collate "C" not null,
     revision integer not null, event_id uuid not null, type text not null, effective_date date, institution text,
     report_id text, recorded_at timestamptz(3) not null, data json not null, metadata json not null, unique (stream, revision))`,
);
await owner.end();
const ownerWrites = createPool(ownerUrl, { max: 32, applicationName: 'xudai bench' });
const pool = createPool(appUrl, { max: 4, applicationName: 'xudai bench' });
const open = openPostgresLog({ pool, onSetback: (error) => console.error(error) });

const http = (base: string, connections: number, run: string): Promise<Measured> =>
  putUnderLoad({
    url: `${base}/v1/events`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents+json' },
    connections,
    durationMs,
    nextBody: reportsOf(institution, run),
    expected: 201,
  });

type Subject = readonly [
  name: string,
  measure: (round: number) => Promise<Measured | { readonly perSecond: number }>,
];
const subjects: readonly Subject[] = [
  [
    'route doing nothing, 32 connections',
    (round) => http(`http://127.0.0.1:${idlePort}`, 32, `i32-${round}`),
  ],
  ['durable POST /v1/events, 32 connections', (round) => http(registry, 32, `r32-${round}`)],
  [
    'route doing nothing, 128 connections',
    (round) => http(`http://127.0.0.1:${idlePort}`, 128, `i128-${round}`),
  ],
  ['durable POST /v1/events, 128 connections', (round) => http(registry, 128, `r128-${round}`)],
  [
    'append, 32 in flight, revision checked',
    async () => ({ perSecond: await appendsPerSecond(open.log, 32, durationMs) }),
  ],
  [
    'one INSERT per request, 32 in flight',
    async () => ({ perSecond: await insertsPerSecond(ownerWrites, 32, durationMs) }),
  ],
];

const measured = new Map<string, (Measured | { readonly perSecond: number })[]>();
for (let round = 0; round <= rounds; round += 1)
  for (const [name, measure] of subjects) {
    const result = await measure(round);
    // The first round only warms up.
    if (round > 0) measured.set(name, [...(measured.get(name) ?? []), result]);
    process.stderr.write(`round ${round}/${rounds}: ${name}: ${result.perSecond.toFixed(0)}/s\n`);
  }

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rate = (name: string): number => median((measured.get(name) ?? []).map(({ perSecond }) => perSecond));
const rows = subjects.map(([name]) => {
  const results = measured.get(name) ?? [];
  const p99 = median(results.flatMap((result) => ('p99Ms' in result ? [result.p99Ms] : [])));
  return {
    name,
    perSecond: Math.round(rate(name)),
    p99Ms: Number.isNaN(p99) ? null : Number(p99.toFixed(1)),
  };
});
const ratios = [
  ['durable POST ÷ route doing nothing, 32', rate(subjects[1]?.[0] ?? '') / rate(subjects[0]?.[0] ?? '')],
  ['durable POST ÷ route doing nothing, 128', rate(subjects[3]?.[0] ?? '') / rate(subjects[2]?.[0] ?? '')],
  ['append ÷ one INSERT, 32 in flight', rate(subjects[4]?.[0] ?? '') / rate(subjects[5]?.[0] ?? '')],
] as const;

const table = [
  '| work | per second (median) | p99 |',
  '|---|---|---|',
  ...rows.map(
    ({ name, perSecond, p99Ms }) => `| ${name} | ${perSecond} | ${p99Ms === null ? '–' : `${p99Ms} ms`} |`,
  ),
  '',
  '| ratio | measured |',
  '|---|---|',
  ...ratios.map(([name, ratio]) => `| ${name} | ${ratio.toFixed(2)} |`),
].join('\n');
console.log(table);

const result = {
  at: new Date().toISOString(),
  rounds,
  durationMs,
  node: process.version,
  cpus: cpus().map(({ model }) => model),
  rows,
  ratios: Object.fromEntries(ratios),
};
mkdirSync('.cache', { recursive: true });
writeFileSync('.cache/bench.json', `${JSON.stringify(result, null, 2)}\n`);

await open.close();
await pool.end();
await ownerWrites.end();
idle.kill();
