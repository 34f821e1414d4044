import { createWriteStream, openAsBlob, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Submission } from '#contract';
import { fullType, type ReportType } from '#reports';
import { isSignedJson, verifierIn } from '#signing';
import { Failure } from '../failure.js';
import type { Output } from '../output.process.js';
import type { Patience } from '../patience.client.js';
import { plain } from '../plain-text.js';
import { Refused, type RegistryClient, Unreachable } from '../registry.client.js';
import { type MeasuredFile, refuseIfChanged } from './measured-file.file.js';
import {
  receiptFile,
  refusalsFile,
  removeOtherOutcome,
  replaceFile,
  replaceText,
} from './outcome-files.file.js';

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
  /** The registry had it already when it was sent. */
  readonly wasReceivedBefore: boolean;
  readonly refusals: string | null;
  readonly receipt: string | null;
  /** Why refusals or receipt are not beside it; the outcome stands all the same. */
  readonly notWritten: readonly string[];
}

/** The same file sent again is the same submission, so that whatever broke off is gone on with by sending it again. */
const received = async (
  file: MeasuredFile,
  { registry, type, isDry }: Submitting,
): Promise<{ readonly submission: Submission; readonly wasReceivedBefore: boolean }> => {
  const { digest, reports, format, coding } = file;
  refuseIfChanged(file);
  try {
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
    return {
      submission: await registry.read<Submission>(answer),
      wasReceivedBefore: answer.status === 200,
    };
  } catch (error) {
    // What is written to while it is sent breaks off, or is not what was declared: neither is the registry's doing.
    refuseIfChanged(file);
    throw error;
  }
};

/** Of answers that say something against the file, and not against who sends it or when. */
const againstFile = new Set([400, 413, 415, 422]);

/** Taken or refused: from then on another outcome is none of this file. */
const answered = async (file: MeasuredFile, submitting: Submitting): ReturnType<typeof received> => {
  try {
    const taken = await submitting.patience.asked(() => received(file, submitting));
    removeOtherOutcome(file, submitting);
    return taken;
  } catch (error) {
    if (error instanceof Refused && againstFile.has(error.status)) removeOtherOutcome(file, submitting);
    throw error;
  }
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
  file: MeasuredFile,
  { id, refused }: Submission,
  { registry, patience, isDry }: Submitting,
): Promise<string | null> => {
  const written = refusalsFile(file, isDry);
  if (refused === 0) {
    // What was tried before has nothing left to mend either, once it is recorded.
    for (const beside of [written, refusalsFile(file, true)]) rmSync(beside, { force: true });
    return null;
  }
  const accept = file.format === 'CSV' ? 'text/csv' : 'application/x-ndjson';
  await replaceFile(written, (draft) =>
    patience.asked(() =>
      pipeline(registry.bytes(`/v1/submissions/${id}/refusals`, { accept }), createWriteStream(draft)),
    ),
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
  file: MeasuredFile,
  { id }: Submission,
  submitting: Submitting,
): Promise<string | null> => {
  if (submitting.isDry) return null;
  const { registry, patience } = submitting;
  const receipt = await patience.asked(() => registry.text(`/v1/submissions/${id}/receipt`));
  await checkSignature(receipt, submitting);
  await replaceText(receiptFile(file), receipt);
  return receiptFile(file);
};

/** What the system or a signature has against it concerns the copy beside the file, and not what was decided. */
const orWhyNot = async (
  writing: Promise<string | null>,
): Promise<{ readonly written: string | null; readonly why: readonly string[] }> => {
  try {
    return { written: await writing, why: [] };
  } catch (error) {
    if (error instanceof Failure && !(error instanceof Unreachable || error instanceof Refused))
      return { written: null, why: [error.message] };
    if (error instanceof Error && 'syscall' in error) return { written: null, why: [plain(error.message)] };
    throw error;
  }
};

/** Sends a file, waits until all of it is decided, and writes what was refused and the receipt beside it. */
export const submitFile = async (file: MeasuredFile, submitting: Submitting): Promise<SubmittedFile> => {
  const { output } = submitting;
  const { submission: begun, wasReceivedBefore } = await answered(file, submitting);
  const submission = await decided(begun, submitting);
  if (submission.status === 'FAILED')
    throw new Failure(`${plain(file.path)}: ${plain(submission.reason ?? 'failed')}`);
  const refusals = await orWhyNot(writtenRefusals(file, submission, submitting));
  const receipt = await orWhyNot(writtenReceipt(file, submission, submitting));
  const notWritten = [...refusals.why, ...receipt.why];
  for (const why of notWritten) output.note(`beside ${file.path} not all could be written: ${why}`);
  return {
    file: file.path,
    submission,
    wasReceivedBefore,
    refusals: refusals.written,
    receipt: receipt.written,
    notWritten,
  };
};
