import type { IssuedKey } from '#contract';
import type { ExitCode } from '../failure.js';
import type { Output } from '../output.process.js';
import { Patience } from '../patience.client.js';
import { progress } from '../progress.client.js';
import { RegistryClient } from '../registry.client.js';
import { measuredFile } from '../submit/measured-file.file.js';
import { submitFile, type SubmittedFile } from '../submit/submit-file.client.js';
import { demoYear, type SettingUp } from './institution-files.file.js';

const patienceMs = 120_000;
/** Institutions that send at once. */
const atOnce = 4;

const keyFor = async (admin: RegistryClient, role: string, institution?: string): Promise<string> => {
  const body = { role, label: 'demo', ...(institution === undefined ? {} : { institution }) };
  return (await admin.send<IssuedKey>('POST', '/v1/keys', body)).key;
};

/** Each of the items, so many at once. */
const forEach = async <Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> => {
  const left = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = left.next(); !next.done; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

const setUp = async (
  clients: Readonly<Record<SettingUp['role'], RegistryClient>>,
  requests: readonly SettingUp[],
  output: Output,
): Promise<void> => {
  for (const [done, { role, method, path, body }] of requests.entries()) {
    await clients[role].answer(method, path, {
      body: JSON.stringify(body),
      // At a later start each is the same request again.
      headers: { 'content-type': 'application/json', 'idempotency-key': `demo-${done}` },
    });
    output.progress(done + 1, requests.length, 'institutions, programmes and targets');
  }
};

/** Fills a registry with a made-up year, through the interface that banks use, and shows how far its targets are. */
export const demo = async (
  {
    address,
    key,
    folder,
    scale,
  }: Readonly<Record<'address' | 'key' | 'folder', string>> & { readonly scale: number },
  output: Output,
): Promise<ExitCode> => {
  const year = demoYear(folder, scale, (done, of, reports) =>
    output.progress(done, of, `a year of reports is made up, ${reports} so far`),
  );
  const admin = new RegistryClient({ address, key });
  const supervisor = new RegistryClient({ address, key: await keyFor(admin, 'supervisor') });
  await setUp({ admin, supervisor }, year.requests, output);

  const patience = new Patience(patienceMs, (sentence) => output.note(sentence));
  const quiet = { progress: () => undefined };
  const measured = await Promise.all(
    [...year.files].map(async ([institution, file]) => ({ institution, file: await measuredFile(file) })),
  );
  const all = measured.reduce((sum, { file }) => sum + file.reports, 0);
  const submitted: SubmittedFile[] = [];
  let decided = 0;
  await forEach(measured, async ({ institution, file }) => {
    const registry = new RegistryClient({ address, key: await keyFor(admin, 'bank', institution) });
    submitted.push(
      await submitFile(file, { registry, output: quiet, patience, type: undefined, isDry: false }),
    );
    decided += file.reports;
    output.progress(
      decided,
      all,
      `${decided} of ${all} reports decided, of ${submitted.length} institutions`,
    );
  });
  const positions = submitted.flatMap(({ submission }) => submission.position ?? []);
  return progress(supervisor, output, 'SH24', { effectiveAsOf: '2024-12-31' }, positions);
};
