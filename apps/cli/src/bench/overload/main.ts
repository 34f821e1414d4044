import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { overload } from './campaign.client.js';
import { overloadTable } from './overload-table.js';
import type { Sender, Sent } from './sender.client.js';

/* Run by the launcher, as the other benchmarks are: 512 connections, single reports and batches mixed. */

const { env } = process;
const [registryPort, , metricsPort] = (env['BENCH_PORTS'] ?? '').split(',');
const worker = path.join(path.dirname(fileURLToPath(import.meta.url)), 'flood.worker.js');

const flood = (senders: readonly Sender[], begins: () => void): Promise<readonly Sent[]> =>
  new Promise((done, failed) => {
    const flooding = fork(worker);
    flooding.on('message', (said) => (said === 'begins' ? begins() : done(said as readonly Sent[])));
    flooding.once('error', failed);
    flooding.once('exit', (code) => failed(new Error(`Who floods ended with ${code}.`)));
    flooding.send(senders);
  });

const result = await overload({
  base: `http://127.0.0.1:${registryPort}`,
  administratorsKey: env['XUDAI_BOOTSTRAP_KEY'] ?? '',
  metrics: `http://127.0.0.1:${metricsPort}/metrics`,
  durationMs: Number(env['BENCH_MS'] ?? 60_000),
  floodingSingles: 351,
  floodingBatches: 128,
  reportsInBatch: 1_000,
  otherSingles: 32,
  flood,
});
console.log(overloadTable(result));
mkdirSync('.cache', { recursive: true });
writeFileSync('.cache/overload.json', `${JSON.stringify({ at: new Date().toISOString(), ...result })}\n`);
