import { Semaphore } from '#batching';
import type { SettingUpRequest } from '../generate/setting-up-requests.js';
import type { Output } from '../output.process.js';
import type { Patience } from '../patience.client.js';
import type { RegistryClient } from '../registry.client.js';
import { measuredFile } from '../submit/measured-file.file.js';
import { submitFile, type SubmittedFile } from '../submit/submit-file.client.js';

/** Institutions that send at once. */
const atOnce = 4;

/** What is to be there before the first report, in its order. */
export const setUp = async (
  clients: Readonly<Record<SettingUpRequest['role'], RegistryClient>>,
  requests: readonly SettingUpRequest[],
  output: Pick<Output, 'progress'>,
): Promise<void> => {
  for (const [done, { role, method, path, headers, body }] of requests.entries()) {
    await clients[role].answer(method, path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
    output.progress(done + 1, requests.length, 'institutions, programmes and targets');
  }
};

interface SubmittingFiles {
  readonly clientOf: (institution: string) => Promise<RegistryClient>;
  readonly patience: Patience;
  /** Told after each file. */
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
