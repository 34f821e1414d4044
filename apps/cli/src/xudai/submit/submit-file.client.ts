import { createWriteStream, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Submission } from '#contract';
import { fullType, type ReportType } from '#reports';
import { isSignedJson, verifierIn } from '#signing';
import { Failure } from '../failure.js';
import type { Output } from '../output.process.js';
import type { Patience } from '../patience.client.js';
import type { RegistryClient } from '../registry.client.js';
import type { MeasuredFile } from './measured-file.file.js';

export interface Submitting {
  readonly registry: RegistryClient;
  readonly output: Pick<Output, 'progress' | 'note'>;
  readonly patience: Patience;
  /** Of all lines of a CSV file. */
  readonly type: ReportType | undefined;
  readonly isDry: boolean;
}

/** What became of one file, and where more about it was written. */
export interface SubmittedFile {
  readonly file: string;
  readonly submission: Submission;
  readonly refusals: string | null;
  readonly receipt: string | null;
}

/** The same file sent again is the same submission, so that whatever broke off is gone on with by sending it again. */
const received = async (
  file: MeasuredFile,
  { registry, output, type, isDry }: Submitting,
): Promise<Submission> => {
  const { digest, reports, format, coding } = file;
  const answer = await registry.answer('POST', `/v1/submissions${isDry ? '?dryRun=true' : ''}`, {
    body: await openAsBlob(file.path),
    headers: {
      'content-type': format === 'CSV' ? 'text/csv' : 'application/x-ndjson',
      ...(coding === 'gzip' && { 'content-encoding': coding }),
      'content-digest': `sha-256=:${digest}:`,
      'xudai-record-count': String(reports),
      ...(format === 'CSV' && type !== undefined && { 'xudai-report-type': fullType(type) }),
    },
  });
  const submission = await registry.read<Submission>(answer);
  if (answer.status === 200)
    output.note(
      `${file.path} was received before, at ${submission.receivedAt}: the outcomes are those of then. To have it decided anew, add an empty line at its end`,
    );
  return submission;
};

const wordsOf = ({ read, reports, refused, ratePerSecond, secondsLeft, waitsFor }: Submission): string =>
  [
    `${read} of ${reports} decided, ${refused} refused`,
    ...(ratePerSecond === null ? [] : [`${Math.round(ratePerSecond)} a second`]),
    ...(secondsLeft === null ? [] : [`${Math.ceil(secondsLeft)} s left`]),
    ...(waitsFor === null ? [] : [`waits for ${waitsFor}`]),
  ].join(', ');

const decided = async (
  begun: Submission,
  { registry, output, patience }: Submitting,
): Promise<Submission> => {
  const submission = await patience.followed({
    begun,
    find: () => registry.get<Submission>(`/v1/submissions/${begun.id}`),
    isOver: ({ status }) => status === 'COMPLETED' || status === 'FAILED',
    onProgress: (now) => output.progress(now.read, now.reports, wordsOf(now)),
  });
  output.progress(1, 1, wordsOf(submission));
  return submission;
};

/** Beside the file, in the form in which the file is; where nothing was refused, what an earlier call wrote there is removed. */
const writtenRefusals = async (
  { path, format }: MeasuredFile,
  { id, refused }: Submission,
  { registry, patience }: Submitting,
): Promise<string | null> => {
  const written = `${path}.refusals.${format === 'CSV' ? 'csv' : 'ndjson'}`;
  if (refused === 0) {
    rmSync(written, { force: true });
    return null;
  }
  const accept = format === 'CSV' ? 'text/csv' : 'application/x-ndjson';
  await patience.asked(() =>
    pipeline(registry.bytes(`/v1/submissions/${id}/refusals`, { accept }), createWriteStream(written)),
  );
  return written;
};

/** @throws Failure where the receipt is not what the registry signed */
const checkSignature = async (receipt: string, { registry, patience }: Submitting): Promise<void> => {
  const key = await patience.asked(() => registry.text('/log/key'));
  const verifier = verifierIn(key.trimEnd());
  if (!verifier || !isSignedJson(receipt, verifier))
    throw new Failure(`The receipt is not signed by the key that ${registry.address} shows at /log/key.`);
};

const writtenReceipt = async (
  { path }: MeasuredFile,
  { id }: Submission,
  submitting: Submitting,
): Promise<string> => {
  const { registry, patience } = submitting;
  const receipt = await patience.asked(() => registry.text(`/v1/submissions/${id}/receipt`));
  await checkSignature(receipt, submitting);
  const written = `${path}.receipt.json`;
  writeFileSync(written, receipt);
  return written;
};

/** Sends a file, waits until all of it is decided, and writes what was refused and the receipt beside it. */
export const submitFile = async (file: MeasuredFile, submitting: Submitting): Promise<SubmittedFile> => {
  const { patience, isDry } = submitting;
  const begun = await patience.asked(() => received(file, submitting));
  const submission = await decided(begun, submitting);
  if (submission.status === 'FAILED') throw new Failure(`${file.path}: ${submission.reason ?? 'failed'}`);
  return {
    file: file.path,
    submission,
    refusals: await writtenRefusals(file, submission, submitting),
    receipt: isDry ? null : await writtenReceipt(file, submission, submitting),
  };
};
