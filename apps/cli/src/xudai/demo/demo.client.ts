import path from 'node:path';
import type { IssuedKey } from '#contract';
import { Semaphore } from '#batching';
import { type ExitCode, exitCodes } from '../failure.js';
import type { Output } from '../output.process.js';
import { Patience } from '../patience.client.js';
import { progressLines, progressOf } from '../reading.client.js';
import { readProfiles, writeProfiles } from '../profile.process.js';
import { Refused, RegistryClient } from '../registry.client.js';
import type { SettingUpRequest } from '../generate/setting-up-requests.js';
import { measuredFile } from '../submit/measured-file.file.js';
import { submitFile, type SubmittedFile } from '../submit/submit-file.client.js';
import { demoYear, codeOf } from './demo-files.file.js';

/** Institutions that send at once. */
const atOnce = 4;

/** Requests that wait for their answer at once: each is answered when the read side shows it. */
const askedAtOnce = 8;

/** In their order; what is posted to one path rests on nothing that is posted there, and goes together. */
const together = (requests: readonly SettingUpRequest[]): readonly (readonly SettingUpRequest[])[] => {
  const groups: SettingUpRequest[][] = [];
  for (const request of requests) {
    const [last] = groups.at(-1) ?? [];
    if (request.method === 'POST' && last?.method === 'POST' && last.path === request.path)
      groups.at(-1)?.push(request);
    else groups.push([request]);
  }
  return groups;
};

/** What is to be there before the first report, in its order. */
export const setUp = async (
  clients: Readonly<Record<SettingUpRequest['role'], RegistryClient>>,
  requests: readonly SettingUpRequest[],
  output: Pick<Output, 'progress'>,
): Promise<void> => {
  let done = 0;
  for (const group of together(requests))
    await new Semaphore(askedAtOnce).runEach(group, async ({ role, method, path, headers, body }) => {
      await clients[role].answer(method, path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      });
      done += 1;
      output.progress(done, requests.length, 'institutions, programmes and targets');
    });
};

interface SubmittingFiles {
  readonly clientOf: (institution: string) => Promise<RegistryClient>;
  readonly patience: Patience;
  /** Called after each file. */
  readonly onDecided: (decided: number, of: number, files: number) => void;
}

/** The file of each institution, by its code; waits until all of them are decided. */
export const submitFiles = async (
  files: ReadonlyMap<string, string>,
  { clientOf, patience, onDecided }: SubmittingFiles,
): Promise<readonly SubmittedFile[]> => {
  const measured = await Promise.all(
    [...files].map(async ([institution, file]) => ({ institution, file: await measuredFile(file) })),
  );
  const all = measured.reduce((sum, { file }) => sum + file.reports, 0);
  const output = { progress: () => undefined, note: () => undefined };
  const submitted: SubmittedFile[] = [];
  let decided = 0;
  await new Semaphore(atOnce).runEach(measured, async ({ institution, file }) => {
    const registry = await clientOf(institution);
    submitted.push(await submitFile(file, { registry, output, patience, type: undefined, isDry: false }));
    decided += file.reports;
    onDecided(decided, all, submitted.length);
  });
  return submitted;
};

const patienceMs = 120_000;

/** A key that was revoked, or is of another registry, is none any more. */
const holds = async (registry: RegistryClient): Promise<boolean> => {
  try {
    await registry.get('/v1/programmes');
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return false;
    throw error;
  }
};

/** Keys that are issued once, and kept in the demo's folder for its owner alone: a later start asks with the same ones. */
class DemoKeys {
  private readonly file: string;

  constructor(
    private readonly admin: RegistryClient,
    folder: string,
  ) {
    this.file = path.join(folder, 'keys.json');
  }

  async clientFor(role: string, institution?: string): Promise<RegistryClient> {
    return new RegistryClient({
      name: null,
      address: this.admin.address,
      key: await this.keyFor(role, institution),
    });
  }

  async keyFor(role: string, institution?: string): Promise<string> {
    const name = institution ?? role;
    const { address } = this.admin;
    const key = readProfiles(this.file)[name]?.key;
    if (typeof key === 'string' && (await holds(new RegistryClient({ name: null, address, key }))))
      return key;
    const body = { role, label: 'demo', ...(institution === undefined ? {} : { institution }) };
    const issued = await this.admin.send<IssuedKey>('POST', '/v1/keys', body);
    writeProfiles({ ...readProfiles(this.file), [name]: { address, key: issued.key } }, this.file);
    return issued.key;
  }
}

/** For the console: invented banks have nothing to hide, and whoever runs this has their keys in the folder. */
const printKeys = async (keys: DemoKeys, bank: string | undefined, output: Output): Promise<void> => {
  output.note('to sign in to the console with:');
  for (const role of ['supervisor', 'auditor']) output.note(`  ${role}: ${await keys.keyFor(role)}`);
  if (bank !== undefined) output.note(`  bank ${bank}: ${await keys.keyFor('bank', bank)}`);
};

/** Fills a registry with a made-up year, through the interface that banks use, and shows how far its targets are. */
export const demo = async (
  {
    address,
    key,
    folder,
    scale,
    today,
  }: Readonly<Record<'address' | 'key' | 'folder' | 'today', string>> & { readonly scale: number },
  output: Output,
): Promise<ExitCode> => {
  const year = demoYear(folder, { scale, today }, (done, of, reports) =>
    output.progress(done, of, `a year of reports is made up, ${reports} so far`),
  );
  const admin = new RegistryClient({ name: null, address, key });
  const keys = new DemoKeys(admin, folder);
  const supervisor = await keys.clientFor('supervisor');
  await setUp({ admin, supervisor }, year.requests, output);

  const patience = new Patience(patienceMs, (sentence) => output.note(sentence));
  const submitted = await submitFiles(year.files, {
    clientOf: (institution) => keys.clientFor('bank', institution),
    patience,
    onDecided: (decided, all, files) =>
      output.progress(decided, all, `${decided} of ${all} reports decided, of ${files} institutions`),
  });
  const positions = submitted.flatMap(({ submission }) => submission.position ?? []);
  const ended = await progressOf(supervisor, 'SH24', { effectiveAsOf: '2024-12-31' }, positions);
  await setUp({ admin, supervisor }, year.definitions, output);
  const programmes = [ended, await progressOf(supervisor, codeOf(year.underWay), {})];
  output.answer({ address, programmes }, () => programmes.flatMap(progressLines));
  await printKeys(keys, [...year.files.keys()][0], output);
  return exitCodes.done;
};
