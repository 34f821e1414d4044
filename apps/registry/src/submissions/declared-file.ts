import type { IncomingHttpHeaders } from 'node:http';
import type { Submission } from '#contract';
import { mostDryReports } from '#intake';
import { fullType, type ReportType } from '#reports';
import { csvTypes, type FileIdentity, FileRefused } from '#submissions';
import { type Problem, problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';
import { declaredDigests, type DeclaredDigests } from './content-digest.js';

/* What the headers of a request declare of its file. */

/** Most reports of a file. */
const mostReportsOfFile = 10_000_000;
export const mostBytesOfFile = 8 * 1024 * 1024 * 1024;

export interface DeclaredFile extends DeclaredDigests {
  readonly reports: number;
}

const notUnderstood = (detail: string): ProblemAnswer =>
  new ProblemAnswer(problem('invalid-request', { detail, outcome: 'not-recorded' }));

const headerOf = (headers: IncomingHttpHeaders, name: string): string => String(headers[name] ?? '');

/** @throws ProblemAnswer */
export const declaredFile = (headers: IncomingHttpHeaders, isDry: boolean): DeclaredFile => {
  const digests = declaredDigests(headerOf(headers, 'content-digest'));
  if ('wrong' in digests) throw notUnderstood(digests.wrong);
  const count = headerOf(headers, 'xudai-record-count');
  if (!/^(0|[1-9]\d*)$/.test(count))
    throw notUnderstood('The header Xudai-Record-Count must be the number of reports in the file.');
  const reports = Number(count);
  const most = isDry ? mostDryReports : mostReportsOfFile;
  if (reports > most)
    throw new ProblemAnswer(
      problem('too-large', {
        detail: isDry
          ? `A dry run has at most ${mostDryReports} reports.`
          : `A file has at most ${mostReportsOfFile} reports.`,
        outcome: 'not-recorded',
      }),
    );
  return { ...digests, reports };
};

/**
 * The report type of a CSV file, whose lines do not name it. Corrections cannot be sent as CSV, since they contain a whole report.
 *
 * @throws ProblemAnswer
 */
export const declaredType = (headers: IncomingHttpHeaders): ReportType => {
  const name = headerOf(headers, 'xudai-report-type');
  const type = csvTypes.find((each) => fullType(each) === name);
  if (type !== undefined) return type;
  throw notUnderstood(
    `The header Xudai-Report-Type must be the type of all reports in the file, as ${fullType('loan.issued')}; corrections are sent as NDJSON.`,
  );
};

const correction = fullType('event.corrected');

/** The sentence for a name that no template has. */
export const noTemplate = (name: string): string =>
  name === `${correction}.csv`
    ? `The replacement of a correction is a whole report, and has no columns. Corrections are sent as NDJSON, one report a line, as /schemas/${correction}.json says.`
    : `There are templates for ${csvTypes.map(fullType).join(', ')}.`;

/** The problem of a file that is not accepted. */
const refusedFile = ({ why, message, faults }: FileRefused): Problem =>
  why === 'other-format'
    ? problem('unsupported-media-type', { detail: message, outcome: 'not-recorded' })
    : problem('invalid-request', {
        detail: message,
        outcome: 'not-recorded',
        ...(faults.length === 0
          ? {}
          : { errors: faults.slice(0, 100).map((fault) => ({ pointer: '', message: fault.message })) }),
      });

/** The body is not what the headers declare; nothing of it was recorded. */
export const notAsDeclared = (detail: string): Problem =>
  problem('unprocessable', { detail, outcome: 'not-recorded', retryable: false });

export const countMismatch = (
  reports: number,
  declared: DeclaredFile,
  { type }: Pick<Sent, 'type'>,
): Problem =>
  notAsDeclared(
    type === undefined
      ? `The file has ${reports} lines with something on them, each a report, and Xudai-Record-Count says ${declared.reports}.`
      : `The file has ${reports} reports, and Xudai-Record-Count says ${declared.reports}.`,
  );

/** The problem where the sender can correct the file; other errors as they are. */
export const fileProblem = (error: unknown): unknown =>
  error instanceof FileRefused ? new ProblemAnswer(refusedFile(error)) : error;

export const tooManyFilesWait = problem('too-many-requests', {
  detail: 'Too many files of this institution wait to be decided.',
  outcome: 'not-recorded',
  retryable: true,
});

export const fileStorageShort: Problem = problem('storage-full', {
  detail: 'There is too little room to keep a file. Single reports are taken for a little longer.',
  outcome: 'not-recorded',
  retryable: true,
});

export const fileNotStored: Problem = problem('unavailable', {
  detail: 'The file could not be kept whole. Send it again.',
  outcome: 'not-recorded',
  retryable: true,
});

const waits: Readonly<Record<NonNullable<Submission['waitsFor']>, string>> = {
  worker: 'a registry to take it up',
  'earlier-submission': 'an earlier file of the institution',
  log: 'the log to answer',
  room: 'room on the disk',
};

/** Which state a file is in that has no receipt, and what there is to wait for. */
const noReceiptYet = ({ dryRun, status, read, reports, waitsFor }: Submission): string => {
  if (dryRun) return 'A dry run records nothing and has no receipt; its submission has the counts.';
  if (status === 'FAILED') return 'The file is FAILED and will have no receipt; its submission says why.';
  const waiting = waitsFor === null ? '' : ` and waits for ${waits[waitsFor]}`;
  return `The file is ${status}, ${read} of ${reports} reports are decided${waiting}; there is a receipt once it is COMPLETED.`;
};

export const noReceipt = (submission: Submission): Problem =>
  problem('conflict', {
    detail: noReceiptYet(submission),
    retryable: !submission.dryRun && submission.status !== 'FAILED',
  });

/** Request headers that declare the file. */
export const fileHeaders = {
  'Content-Digest': { description: 'sha-256=:…:, of the body as it is sent (RFC 9530)', required: true },
  'Xudai-Record-Count': {
    description: 'Reports in the file',
    schema: { type: 'integer', minimum: 0 },
    required: true,
  },
  'Xudai-Report-Type': { description: 'Of a CSV file: the type of all its reports' },
} as const;

/** The sender of a file, and the type of its reports. */
export type Sent = Pick<FileIdentity, 'institution' | 'isDry'> & {
  readonly keyId: string;
  /** For a CSV file; undefined for NDJSON. */
  readonly type?: ReportType;
};

type SentFile = Omit<FileIdentity, 'digest'> & { readonly keyId: string };

export const fileOf = ({ institution, isDry, keyId, type }: Sent): SentFile => ({
  institution,
  isDry,
  keyId,
  format: type === undefined ? 'NDJSON' : 'CSV',
  reportType: type === undefined ? null : fullType(type),
});
