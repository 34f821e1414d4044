import { Semaphore } from '#batching';
import type { IssuedKey } from '#contract';
import type { ExitCode } from '../failure.js';
import type { Output } from '../output.process.js';
import { Patience } from '../patience.client.js';
import { progress } from '../progress.client.js';
import { RegistryClient } from '../registry.client.js';
import { measuredFile } from '../submit/measured-file.file.js';
import { submitFile, type SubmittedFile } from '../submit/submit-file.client.js';
import type { SettingUpRequest } from '../generate/setting-up-requests.js';
import { demoYear } from './institution-files.file.js';

const patienceMs = 120_000;
/** Institutions that send at once. */
const atOnce = 4;

const keyFor = async (admin: RegistryClient, role: string, institution?: string): Promise<string> => {
  const body = { role, label: 'demo', ...(institution === undefined ? {} : { institution }) };
  return (await admin.send<IssuedKey>('POST', '/v1/keys', body)).key;
};

const setUp = async (
  clients: Readonly<Record<SettingUpRequest['role'], RegistryClient>>,
  requests: readonly SettingUpRequest[],
  output: Output,
): Promise<void> => {
  for (const [done, { role, method, path, headers, body }] of requests.entries()) {
    await clients[role].answer(method, path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
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
  const quiet = { progress: () => undefined, note: () => undefined };
  const measured = await Promise.all(
    [...year.files].map(async ([institution, file]) => ({ institution, file: await measuredFile(file) })),
  );
  const all = measured.reduce((sum, { file }) => sum + file.reports, 0);
  const submitted: SubmittedFile[] = [];
  let decided = 0;
  await new Semaphore(atOnce).runEach(measured, async ({ institution, file }) => {
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
