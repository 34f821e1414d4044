import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { ask, bankWithKey } from '../support/asking.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent } from '../support/running-registry.js';

/*
 * Through how many files of ours a renewal goes: one is reported, and shown in the progress of a target. A file counts when one of its
 * functions runs in the registry or in the projector, each time for several renewals, so that what runs now and then beside them does not
 * count. Modules are loaded by renewals before.
 */

const bank = 'C1010211000012';
const renewals = 6;

/** Ceilings, in all and towards the figure alone: some five more than were counted on a quiet machine (169 and 140), since on a busy one work that runs now and then runs each time. */
const most = { inAll: 174, towardsTheFigure: 145 };

/** The same renewal is followed for every other book as well, and submissions and replays look whether there is work. */
const isOfOtherBooks = (name: string): boolean =>
  /^libs\/(anomalies|audit|bailout-book|borrower-book|first-time-borrowers|loan-book|register-book|reporting-book|submissions)\//.test(
    name,
  ) || /^apps\/(projector|registry)\/src\/(housekeeping|submissions\/submission-worker)/.test(name);

let folder: string;
let database: TestDatabase;
let registry: RunningProcess;
let projector: RunningProcess;
let key: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-way-'));
  database = await testDatabase();
  const env = {
    NODE_OPTIONS: '--import ./test/support/take-coverage.mjs',
    NODE_V8_COVERAGE: folder,
    XUDAI_BOOTSTRAP_KEY: administratorsKey,
  };
  projector = projectorProcess(database.appUrl, env);
  registry = await registryProcess(database.appUrl, env);
  key = await bankWithKey(registry.base, bank);
});

afterAll(async () => {
  await Promise.all([registry, projector].map((each) => each.kill()));
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Which files ran in which process since it was asked last, by their sources. */
const ranSince = async (): Promise<ReadonlySet<string>> => {
  const before = new Set(readdirSync(folder));
  const isOf = (name: string, { pid }: RunningProcess): boolean => name.includes(`-${pid}-`);
  for (const each of [registry, projector]) process.kill(each.pid, 'SIGUSR2');
  for (;;) {
    const written = readdirSync(folder).filter((name) => !before.has(name));
    if ([registry, projector].every((each) => written.some((name) => isOf(name, each)))) {
      await new Promise((later) => setTimeout(later, 300));
      return new Set(written.flatMap((name) => sourcesIn(path.join(folder, name))));
    }
    await new Promise((later) => setTimeout(later, 20));
  }
};

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

const dist = path.resolve('dist');

const sourcesIn = (file: string): readonly string[] => {
  const { result } = JSON.parse(readFileSync(file, 'utf8')) as Coverage;
  return result
    .filter(({ url }) => url.startsWith('file://') && fileURLToPath(url).startsWith(`${dist}${path.sep}`))
    .filter(({ functions }) => functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
    .map(({ url }) => path.relative(dist, fileURLToPath(url)).replace(/\.js$/, '.ts'));
};

const post = async (body: object): Promise<string> => {
  const answer = await ask(registry.base, 'POST', '/v1/events', { key, type: cloudEvent, body });
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return String(answer.body['position']);
};

const progress = async (position: string): Promise<void> => {
  const headers = { 'await-position': position };
  const { status } = await ask(registry.base, 'GET', '/v1/programmes/SH24/progress', { headers });
  expect(status).toBe(200);
};

const renewed = async (no: number): Promise<void> => progress(await post(renewedLoan(bank, `L${no}`, 1)));

it('a renewal reported and shown runs through no more files than it did', async () => {
  for (let no = 0; no < renewals + 2; no += 1) await progress(await post(issuedLoan(bank, `L${no}`, no)));
  for (const no of [renewals, renewals + 1]) await renewed(no);
  let way: readonly string[] | undefined;
  for (let no = 0; no < renewals; no += 1) {
    await ranSince();
    await renewed(no);
    const ran = await ranSince();
    way = way === undefined ? [...ran] : way.filter((name) => ran.has(name));
  }
  const files = (way ?? []).toSorted();
  const towardsTheFigure = files.filter((name) => !isOfOtherBooks(name));
  console.info(`${files.length} files, ${towardsTheFigure.length} towards the figure:\n${files.join('\n')}`);
  expect(files).toContain('libs/loans/src/renew-loan.ts');
  expect(files).toContain('libs/targets/src/progress/progress.query.ts');
  expect(files.length).toBeLessThanOrEqual(most.inAll);
  expect(towardsTheFigure.length).toBeLessThanOrEqual(most.towardsTheFigure);
});
