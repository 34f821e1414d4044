import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { IssuedKey } from '#contract';
import { filesIn, joinDays } from '../../xudai/demo/demo-files.file.js';
import { setUp, submitFiles } from '../../xudai/demo/demo.client.js';
import { writeYear } from '../../xudai/generate/written-year.file.js';
import { Patience } from '../../xudai/patience.client.js';
import { RegistryClient } from '../../xudai/registry.client.js';
import { peakBytes, usedMs } from '../processor-time.process.js';
import { answers, started } from '../programs.process.js';
import { connected, serverOf, untilShown } from '../postgres-bench.client.js';
import { differencesFrom, type ExpectedYear } from './compared.client.js';

/*
 * Run by the launcher, which has started a PostgreSQL that keeps fsync and synchronous_commit on and migrated it: a made-up year of a whole
 * city (5.7), a file of each institution, is sent over HTTP, decided and shown, and held against what its generator says it comes to.
 */

const { env } = process;
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { scale: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
});
const scale = Number(values.scale);
const address = `http://127.0.0.1:${env['XUDAI_PORT']}`;
const mebibyte = 2 ** 20;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const clientWith = (key: string): RegistryClient => new RegistryClient({ name: null, address, key });
const admin = clientWith(env['XUDAI_BOOTSTRAP_KEY'] ?? '');
const clientFor = async (role: string, institution?: string): Promise<RegistryClient> => {
  const body = { role, label: 'bench', ...(institution === undefined ? {} : { institution }) };
  return clientWith((await admin.send<IssuedKey>('POST', '/v1/keys', body)).key);
};

const owner = await connected();
const postgres = await serverOf(owner);
const [registry, projector] = [started('registry'), started('projector')];
await answers(address);

interface Phase {
  readonly work: string;
  readonly seconds: number;
  /** Milliseconds of processor time. */
  readonly used: Readonly<Record<'registry' | 'projector' | 'postgres' | 'sender', number>>;
}

const used = (): Phase['used'] => ({
  registry: usedMs(registry.pid),
  projector: usedMs(projector.pid),
  postgres: postgres.usedMs(),
  sender: usedMs(process.pid),
});

const phases: Phase[] = [];
const measured = async <Result>(work: string, done: () => Promise<Result>): Promise<Result> => {
  const [before, beganAt] = [used(), performance.now()];
  const result = await done();
  const after = used();
  const took = (name: keyof Phase['used']): number => after[name] - before[name];
  phases.push({
    work,
    seconds: (performance.now() - beganAt) / 1_000,
    used: {
      registry: took('registry'),
      projector: took('projector'),
      postgres: took('postgres'),
      sender: took('sender'),
    },
  });
  say(`${work}: ${phases.at(-1)?.seconds.toFixed(0)} s`);
  return result;
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-year-'));
const [year, files] = [path.join(folder, 'year'), path.join(folder, 'files')];
try {
  const { reports, bytes } = await measured('made up and written', async () => {
    const written = writeYear({ out: year, scale, seed: Number(values.seed), faults: false });
    mkdirSync(files);
    joinDays(year, files);
    return written;
  });
  const supervisor = await clientFor('supervisor');
  const requests = JSON.parse(readFileSync(path.join(year, 'setup.json'), 'utf8'));
  await measured('institutions, programmes and targets', () =>
    setUp({ admin, supervisor }, requests, { progress: () => undefined }),
  );
  let tenths = 0;
  const submitted = await measured('sent and decided', () =>
    submitFiles(filesIn(files), {
      clientOf: (institution) => clientFor('bank', institution),
      patience: new Patience(120_000, say),
      onDecided: (decided, of) => {
        if (Math.floor((decided / of) * 10) <= tenths) return;
        tenths = Math.floor((decided / of) * 10);
        say(`${decided} of ${of} reports decided`);
      },
    }),
  );
  await measured('until all of it is shown', () => untilShown(owner));
  const expected = JSON.parse(readFileSync(path.join(year, 'expected.json'), 'utf8')) as ExpectedYear;
  const differences = await differencesFrom(
    expected,
    supervisor,
    submitted.map(({ submission }) => submission),
  );

  const counted = phases.slice(1);
  const seconds = counted.reduce((sum, phase) => sum + phase.seconds, 0);
  const whole = (value: number): string => value.toFixed(0);
  const usOf = (name: keyof Phase['used']): string =>
    whole((counted.reduce((sum, phase) => sum + phase.used[name], 0) * 1_000) / reports);
  const mib = (value: number): string => whole(value / mebibyte);
  console.log(
    [
      `${reports} reports, ${mib(bytes)} MiB, in ${submitted.length} files; load ${os.loadavg()[0]?.toFixed(1)}`,
      '',
      '| work | seconds | processor seconds: registry, projector, PostgreSQL, sender |',
      '|---|---|---|',
      ...phases.map(
        ({ work, seconds: took, used: of }) =>
          `| ${work} | ${whole(took)} | ${[of.registry, of.projector, of.postgres, of.sender].map((ms) => whole(ms / 1_000)).join(', ')} |`,
      ),
      '',
      `Sent, decided and shown in ${whole(seconds)} s: ${whole(reports / seconds)} a second; µs of processor time a report: registry ${usOf('registry')}, projector ${usOf('projector')}, PostgreSQL ${usOf('postgres')}, sender ${usOf('sender')}`,
      `At most in memory, MiB: registry ${mib(peakBytes(registry.pid))}, projector ${mib(peakBytes(projector.pid))}, generator and sender ${mib(peakBytes(process.pid))}`,
      `Figures that differ from what the year comes to: ${differences.length}`,
      ...differences.slice(0, 20),
    ].join('\n'),
  );
  mkdirSync('.cache', { recursive: true });
  writeFileSync(
    '.cache/bench-year.json',
    `${JSON.stringify(
      {
        at: new Date().toISOString(),
        node: process.version,
        cpus: os.cpus().map(({ model }) => model),
        load: os.loadavg(),
        scale,
        reports,
        phases,
        peakBytes: {
          registry: peakBytes(registry.pid),
          projector: peakBytes(projector.pid),
          sender: peakBytes(process.pid),
        },
        differences,
      },
      null,
      2,
    )}\n`,
  );
  process.exitCode = differences.length > 0 ? 1 : 0;
} finally {
  await Promise.all([registry.stop(), projector.stop(), owner.end()]);
  rmSync(folder, { recursive: true });
}
