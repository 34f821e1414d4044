import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { copied, recordedIn } from '../copied-facts.client.js';
import { mainThreadMs, peakBytes, usedMs } from '../processor-time.process.js';
import { answers, started } from '../programs.process.js';
import { connected, serverOf, untilShown } from '../postgres-bench.client.js';
import { reportNo } from '../report-stream.js';
import { fileSender } from './file-sender.client.js';

/*
 * Run by the launcher, which has started a PostgreSQL that keeps fsync and synchronous_commit on and migrated it: sends files to a
 * registry, which decides them while a projector shows what was recorded, all on the same cores; and copies the same facts as they are.
 */

const { env } = process;
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { reports: { type: 'string', default: '100000' } },
});
const count = Number(values.reports);
const base = `http://127.0.0.1:${env['XUDAI_PORT']}`;
const institution = 'C1010211000012';
const mebibyte = 2 ** 20;

const owner = await connected();
const postgres = await serverOf(owner);
const [registry, projector] = [started('registry'), started('projector')];
await answers(base);

/** Milliseconds used so far. */
const used = () => ({
  registry: usedMs(registry.pid),
  mainThread: mainThreadMs(registry.pid),
  postgres: postgres.usedMs(),
  projector: usedMs(projector.pid),
});
type Used = ReturnType<typeof used>;

interface Row {
  readonly work: string;
  readonly perSecond: number;
  /** Microseconds a report. */
  readonly us: Used;
}

const rowOf = (work: string, seconds: number, before: Used): Row => {
  const after = used();
  const us = (name: keyof Used): number => ((after[name] - before[name]) * 1_000) / count;
  return {
    work,
    perSecond: count / seconds,
    us: {
      registry: us('registry'),
      mainThread: us('mainThread'),
      postgres: us('postgres'),
      projector: us('projector'),
    },
  };
};

const rows: Row[] = [];
const sender = await fileSender(base, env['XUDAI_BOOTSTRAP_KEY'] ?? '', institution);
await untilShown(owner);

const measured = async (work: string, line: (no: number) => string): Promise<void> => {
  const before = used();
  const sentAt = performance.now();
  const id = await sender.send(count, line);
  rows.push(rowOf(`${work}: sent and received`, (performance.now() - sentAt) / 1_000, before));
  const receivedAt = performance.now();
  const beganWith = used();
  await sender.ended(id);
  rows.push(rowOf(`${work}: decided and durable`, (performance.now() - receivedAt) / 1_000, beganWith));
  await untilShown(owner);
  rows.push(rowOf(`${work}: all of it, until shown`, (performance.now() - sentAt) / 1_000, before));
};

const right = (no: number): string => `${reportNo(institution, 'file', no)}\n`;
await measured('a file', right);
const beganWith = used();
const streamedAt = performance.now();
await sender.stream(count, (no) => `${reportNo(institution, 'stream', no)}\n`);
rows.push(
  rowOf('the like as a stream: decided and durable', (performance.now() - streamedAt) / 1_000, beganWith),
);
await untilShown(owner);
// A line more makes it another file.
await measured('the same reports again', (no) => (no === 0 ? `\n${right(no)}` : right(no)));
await measured('a file that is all mistakes', (no) => right(no).replace('"WORKING_CAPITAL"', '"NONE"'));

await owner.query('create table copied (like facts including all)');
const { perSecond: copiedPerSecond } = await copied(owner, await recordedIn(owner, 'file-'));
const decidedPerSecond = rows[1]?.perSecond ?? 0;

const rounded = (value: number): string => value.toFixed(0);
const lines = [
  `| ${count} reports | a second | processor µs a report: registry (main thread), PostgreSQL, projector |`,
  '|---|---|---|',
  ...rows.map(
    ({ work, perSecond, us }) =>
      `| ${work} | ${rounded(perSecond)} | ${rounded(us.registry)} (${rounded(us.mainThread)}), ${rounded(us.postgres)}, ${rounded(us.projector)} |`,
  ),
  `| \`COPY\` of the same facts | ${rounded(copiedPerSecond)} | |`,
  '',
  `decided ÷ COPY: ${(decidedPerSecond / copiedPerSecond).toFixed(3)}; peak of the registry ${rounded(peakBytes(registry.pid) / mebibyte)} MiB, of the projector ${rounded(peakBytes(projector.pid) / mebibyte)} MiB; load ${loadavg()[0]?.toFixed(1)}`,
];
console.log(lines.join('\n'));
mkdirSync('.cache', { recursive: true });
writeFileSync(
  '.cache/bench-files.json',
  `${JSON.stringify(
    {
      at: new Date().toISOString(),
      node: process.version,
      cpus: cpus().map(({ model }) => model),
      load: loadavg(),
      reports: count,
      rows,
      copiedPerSecond,
      peakBytes: { registry: peakBytes(registry.pid), projector: peakBytes(projector.pid) },
    },
    null,
    2,
  )}\n`,
);
await registry.stop();
await projector.stop();
await owner.end();
