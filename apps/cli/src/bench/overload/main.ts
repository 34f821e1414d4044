import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantile } from '../interleaved.js';
import { overload, type Overload } from './campaign.client.js';
import type { Sender, Sent } from './sender.client.js';

/** As it stands in `docs/benchmarks.md`. */
const overloadTable = (result: Overload): string => {
  const { unloaded, singles, batches, others, quiet, health, peakBytes, loopMaxMs } = result;
  const rows = [
    ['a flooding bank’s single reports', singles, unloaded.singleMs],
    ['its batches', batches, unloaded.batchMs],
    ['another bank’s single reports', others, unloaded.singleMs],
    ['a quiet bank’s, one at a time', quiet, unloaded.singleMs],
  ] as const;
  const sum = (of: (row: (typeof rows)[number][1]) => number): number =>
    rows.reduce((total, [, sent]) => total + of(sent), 0);
  return [
    '| sent | taken | turned away | p50 | p99 of those taken | of the first second, at most | p99 unloaded | ratio |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(([name, { tookMs, atFirstMs, turnedAway }, unloadedMs]) => {
      const p99 = quantile(tookMs, 0.99);
      const ms = [quantile(tookMs, 0.5), p99, Math.max(0, ...atFirstMs), unloadedMs].map(
        (value) => `${value.toFixed(0)} ms`,
      );
      return `| ${name} | ${tookMs.length} | ${turnedAway} | ${ms.join(' | ')} | ${(p99 / unloadedMs).toFixed(1)} |`;
    }),
    '',
    '| seen | |',
    '|---|---|',
    `| reports acknowledged, and of these not found recorded once afterwards | ${result.acknowledged}, ${result.lost} |`,
    `| answers of 503 without a problem document or without Retry-After | ${sum((sent) => sent.impolite)} |`,
    `| requests without an answer, or answered otherwise | ${sum(({ broken, unexpected }) => broken + unexpected.length)} |`,
    `| \`/healthz\`: asked, failed, longest | ${health.asked}, ${health.failed}, ${health.maxMs.toFixed(0)} ms |`,
    `| event loop of the registry, longest delay | ${loopMaxMs.toFixed(0)} ms |`,
    `| memory of the registry, at most | ${(peakBytes / 1024 / 1024).toFixed(0)} MiB |`,
  ].join('\n');
};

/* Run by the launcher, as the other benchmarks are: 512 connections, single reports and batches mixed. */

const { env } = process;
const [registryPort, , metricsPort] = (env['BENCH_PORTS'] ?? '').split(',');
const worker = path.join(path.dirname(fileURLToPath(import.meta.url)), 'flood.process.js');

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
