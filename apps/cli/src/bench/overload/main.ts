import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantile } from '../interleaved.js';
import { overload, type Overload } from './campaign.client.js';
import type { Sender, Sent } from './sender.client.js';

const inMs = (ms: number): string => `${ms.toFixed(0)} ms`;

/** As it stands in `docs/benchmarks.md`. */
const overloadTable = (result: Overload): string => {
  const { unloaded, singles, batches, others, quiet, health, peakBytes, loopMaxMs } = result;
  const rows = [
    ['a flooding bank’s single reports', singles, unloaded.single],
    ['its batches', batches, unloaded.batch],
    ['another bank’s single reports, which waits when it is asked to', others, unloaded.single],
    ['a quiet bank’s, one at a time', quiet, unloaded.single],
  ] as const;
  const sum = (of: (row: (typeof rows)[number][1]) => number): number =>
    rows.reduce((total, [, sent]) => total + of(sent), 0);
  return [
    '| sent | taken | turned away | p50, unloaded | p50 of those taken | p99, unloaded | p99 of those taken | ratio | of the first second, at most |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.map(([name, { tookMs, atFirstMs, turnedAway }, unloadedMs]) => {
      const ms = [0.5, 0.99].flatMap((share) => [quantile(unloadedMs, share), quantile(tookMs, share)]);
      const ratio = quantile(tookMs, 0.99) / quantile(unloadedMs, 0.99);
      const cells = [
        tookMs.length,
        turnedAway,
        ...ms.map(inMs),
        ratio.toFixed(1),
        inMs(Math.max(0, ...atFirstMs)),
      ];
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
    '',
    '| seen | |',
    '|---|---|',
    `| reports acknowledged, and of these not found recorded once afterwards | ${result.acknowledged}, ${result.lost} |`,
    `| answers of 503 without a problem document or without Retry-After | ${sum((sent) => sent.impolite)} |`,
    `| requests without an answer, or answered otherwise | ${sum(({ broken, unexpected }) => broken + unexpected.length)} |`,
    `| \`/healthz\`: asked, failed, p99, longest | ${health.tookMs.length}, ${health.failed}, ${inMs(quantile(health.tookMs, 0.99))}, ${inMs(Math.max(0, ...health.tookMs))} |`,
    `| event loop of the registry, longest delay | ${inMs(loopMaxMs)} |`,
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
