import type { StrictJsonElement } from '#canonical-json';
import type { InstitutionCode } from '#identifiers';
import { type Problem, problem } from '#problem-details';
import type { Report } from '#reports';
import type { ReportOutcome } from './outcome.js';
import type { Sender } from './append-report.log.js';
import { idToShow } from './read-report.js';
import { longestReport } from './report-lines.js';

/** One report could not be decided on, whatever became of those beside it. */
interface FailedOutcome {
  readonly outcome: 'failed';
  readonly id: string | null;
  readonly problem: Problem;
}

export type Answered = ReportOutcome | FailedOutcome;

/** A report as it was framed, and its bytes where it does not come with all others at once. */
export type SentReport = StrictJsonElement & { readonly bytes?: number };

export type Sequence<Sent> = AsyncIterable<Sent> | Iterable<Sent>;

/** A report whose outcome is known without it: it was withheld, or refused before a crash. */
interface AnsweredReport {
  readonly is: 'answered';
  readonly outcome: Answered;
  readonly bytes?: number;
}

/** A report of a file that was received whole, with the line it stands on. */
export type SubmittedReport = (SentReport | AnsweredReport) & { readonly line: number };

/** Any report, however it came. */
export type AnyReport = SentReport | SubmittedReport;

/** What became of a report, and what was understood of it. */
export interface Decided<Sent = AnyReport> {
  readonly sent: Sent;
  readonly outcome: Answered;
  readonly report?: Report;
}

/** Who sends, by which key, and whether one report or many: many go to the log together. */
export interface Sending {
  readonly institution: InstitutionCode;
  readonly keyId: string;
  readonly inBulk: boolean;
  /** The file that the reports are of: they are decided on as on the day on which it was received, and their facts name it and the line. */
  readonly submission?: { readonly id: string; readonly receivedAtMs: number };
}

export const senderOf = ({ institution, keyId, submission }: Sending, line = 0): Sender => ({
  institution,
  actor: `key:${keyId}`,
  correlationId: submission?.id ?? null,
  ...(submission ? { causationId: `${submission.id}:${line}`, receivedAtMs: submission.receivedAtMs } : {}),
});

export const lineOf = (sent: AnyReport): number => ('line' in sent ? sent.line : 0);

/** Whether the report may be recorded or not, for all that is known, or is not yet: it is to be decided on again. */
export const isOpen = (outcome: Answered): boolean =>
  outcome.outcome === 'unknown' ||
  (outcome.outcome === 'failed' && [500, 503, 507].includes(outcome.problem.status));

/** Reports that a dry run takes at most. */
export const mostDryReports = 100_000;

const tooLarge = problem('too-large', {
  detail: `A report has at most ${longestReport.toLocaleString('en')} bytes.`,
  outcome: 'not-recorded',
});

export const interrupted = problem('unavailable', {
  detail: 'A report before it is decided on again first.',
  outcome: 'not-recorded',
  retryable: true,
});

/** Many reports may come for as long as their sender likes: the room is looked at before each. */
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

/** What is answered of a report that is not read. */
export const answeredUnread = (
  sent: Exclude<AnyReport, { readonly is: 'json' }>,
  today: string,
): Answered => {
  if (sent.is === 'answered') return sent.outcome;
  return sent.is === 'too-large'
    ? { outcome: 'failed', id: idToShow(sent.name, today), problem: tooLarge }
    : { outcome: 'failed', id: null, problem: notJson(sent.reason) };
};

/** A report of a batch that is too large is left out of the list (3.2); what was answered before stands in it. */
export const isListed = (report: Exclude<AnyReport, { readonly is: 'json' }>): boolean =>
  report.is !== 'answered' && (report.is !== 'too-large' || report.bytes !== undefined);
