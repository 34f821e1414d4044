import type { StrictJsonElement } from '#canonical-json';
import type { InstitutionCode } from '#identifiers';
import { type Problem, problem } from '#problem-details';
import type { Report } from '#reports';
import type { ReportOutcome } from './outcome.js';
import type { Sender } from './append-report.log.js';
import { idToShow } from './read-report.js';
import { longestReport } from './report-lines.js';

/** The report could not be decided on. */
interface FailedOutcome {
  readonly outcome: 'failed';
  readonly id: string | null;
  readonly problem: Problem;
}

export type Answered = ReportOutcome | FailedOutcome;

/** A report as it was framed. `bytes`: its size, where reports arrive as a stream. `beginsArray`: of a line that is too long. */
export type SentReport = StrictJsonElement & { readonly bytes?: number; readonly beginsArray?: boolean };

export type Sequence<Sent> = AsyncIterable<Sent> | Iterable<Sent>;

/** A report whose outcome is known without its content: the line was withheld, or was refused before a crash. */
interface AnsweredReport {
  readonly is: 'answered';
  readonly outcome: Answered;
  readonly bytes?: number;
}

/** A report of a file, with its line number. */
export type SubmittedReport = (SentReport | AnsweredReport) & { readonly line: number };

/** Any report, however it came. */
export type AnyReport = SentReport | SubmittedReport;

/** A report's outcome, and the report itself where it was understood. */
export interface Decided<Sent = AnyReport> {
  readonly sent: Sent;
  readonly outcome: Answered;
  readonly report?: Report;
}

/** Who sends, with which key. `inBulk`: many reports, which go to the log together. */
export interface Sending {
  readonly institution: InstitutionCode;
  readonly keyId: string;
  readonly inBulk: boolean;
  /** The file that the reports are of. Its day of receipt is their today, and their facts name file and line as their cause. */
  readonly submission?: { readonly id: string; readonly receivedAtMs: number };
}

export const senderOf = ({ institution, keyId, submission }: Sending, line = 0): Sender => ({
  institution,
  actor: `key:${keyId}`,
  correlationId: submission?.id ?? null,
  ...(submission ? { causationId: `${submission.id}:${line}`, receivedAtMs: submission.receivedAtMs } : {}),
});

export const lineOf = (sent: AnyReport): number => ('line' in sent ? sent.line : 0);

/** Whether it is not known if the report was recorded, or it failed for now: it has to be decided on again. */
export const isOpen = (outcome: Answered): boolean =>
  outcome.outcome === 'unknown' ||
  (outcome.outcome === 'failed' && [500, 503, 507].includes(outcome.problem.status));

/** Most reports of one dry run. */
export const mostDryReports = 100_000;

const tooLarge = (beginsArray = false): Problem =>
  problem('too-large', {
    detail: [
      `A report has at most ${longestReport.toLocaleString('en')} bytes.`,
      ...(beginsArray ? ['The line begins with an array, and on lines stands one report each.'] : []),
    ].join(' '),
    outcome: 'not-recorded',
  });

export const interrupted = problem('unavailable', {
  detail: 'A report before it is decided on again first.',
  outcome: 'not-recorded',
  retryable: true,
});

/** A sequence of reports may go on for long, so the free space is checked before each. */
export const noRoom = problem('storage-full', {
  detail: 'There is too little room where the database keeps its files, so that nothing is recorded now.',
  outcome: 'not-recorded',
  retryable: true,
});

const notJson = (reason: string): Problem =>
  problem('invalid-request', {
    detail: `The report is not JSON as taken here: ${reason}.`,
    outcome: 'not-recorded',
  });

/** The outcome of a report that is not read: too large, not JSON, or answered already. */
export const answeredUnread = (
  sent: Exclude<AnyReport, { readonly is: 'json' }>,
  today: string,
): Answered => {
  if (sent.is === 'answered') return sent.outcome;
  return sent.is === 'too-large'
    ? { outcome: 'failed', id: idToShow(sent.name, today), problem: tooLarge(sent.beginsArray) }
    : { outcome: 'failed', id: null, problem: notJson(sent.reason) };
};

/** Whether the refusal goes into the list: not for a report of a batch that is too large (3.2), nor for one that was answered before. */
export const isListed = (report: Exclude<AnyReport, { readonly is: 'json' }>): boolean =>
  report.is !== 'answered' && (report.is !== 'too-large' || report.bytes !== undefined);
