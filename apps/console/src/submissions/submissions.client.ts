import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { ProblemDocument, RefusalList, Submission, SubmissionRefusal } from '#contract';
import {
  addressOf,
  askFile,
  askRegistry,
  askWhetherNew,
  linesOf,
  RegistryProblem,
  saveFile,
} from '../http/registry.client.js';
import type { ReadFile } from './read-file.client.js';
import { FirstLinesOfRules, type RefusedLine } from './refused-lines.js';
import type { CsvType } from '../figures/fact-names.js';

const path = '/v1/submissions';

export const submissionAddress = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export interface Sending {
  readonly read: ReadFile;
  readonly isDry: boolean;
  /** Of a CSV file. */
  readonly type: CsvType | undefined;
}

export const sendFile = ({ read: { file, format, reports, digest }, isDry, type }: Sending) =>
  askWhetherNew<Submission>(addressOf(path, { dryRun: isDry ? 'true' : undefined }), {
    method: 'POST',
    headers: {
      'content-type': format === 'CSV' ? 'text/csv' : 'application/x-ndjson',
      'content-digest': `sha-256=:${digest}:`,
      'xudai-record-count': String(reports),
      ...(format === 'CSV' && type !== undefined ? { 'xudai-report-type': type } : {}),
    },
    body: file,
  });

const mostRefusalsRead = 5_000;

/** What is wrong with one line. */
export const refusalsOfLine = async (id: string, no: number): Promise<readonly SubmissionRefusal[]> => {
  const answer = await fetch(`${submissionAddress(id)}/refusals`, {
    headers: { accept: 'application/x-ndjson' },
  });
  if (!answer.ok || !answer.body) throw new RegistryProblem(answer.status, undefined);
  const found: SubmissionRefusal[] = [];
  for await (const text of linesOf(answer.body)) {
    const refusal = JSON.parse(text) as SubmissionRefusal;
    if (refusal.line > no) break;
    if (refusal.line === no) found.push(refusal);
  }
  return found;
};

/** One report by itself: tried, or sent. */
export const sendReport = ({ report, isDry }: { readonly report: object; readonly isDry: boolean }) =>
  askRegistry<ReportOutcome>(addressOf('/v1/events', { dryRun: isDry ? 'true' : undefined }), {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(report),
  });

interface ReportOutcome {
  readonly outcome: 'recorded' | 'not-recorded';
  readonly repeated?: boolean;
  readonly wouldBe?: 'recorded' | 'repeated' | 'refused';
  readonly problem?: ProblemDocument;
}

/** The first lines that each rule refuses: a file may have millions of them, and all are in the download. */
export const firstRefusals = async (
  id: string,
  rules: readonly string[],
  ofEach: number,
): Promise<ReadonlyMap<string, readonly RefusedLine[]>> => {
  const answer = await fetch(`${submissionAddress(id)}/refusals`, {
    headers: { accept: 'application/x-ndjson' },
  });
  if (!answer.ok || !answer.body) throw new RegistryProblem(answer.status, undefined);
  const found = new FirstLinesOfRules(rules, ofEach);
  let read = 0;
  for await (const line of linesOf(answer.body)) {
    found.add(JSON.parse(line) as SubmissionRefusal);
    read += 1;
    if (read === mostRefusalsRead || found.isWhole) break;
  }
  return found.lines;
};

const mendedOf = (id: string) => ({
  queryKey: ['mended', id],
  queryFn: (): readonly number[] => [],
  initialData: [] as readonly number[],
  staleTime: Infinity,
  gcTime: Infinity,
});

/** Lines of a file that were put right here and recorded by themselves; the file stays as it was. */
export const useMendedLines = (id: string): readonly number[] => useQuery(mendedOf(id)).data;

export const noteMended = (client: QueryClient, id: string, line: number): void => {
  client.setQueryData<readonly number[]>(mendedOf(id).queryKey, (lines = []) => [...lines, line]);
};

/** As CSV, which a link cannot ask for. */
export const downloadRefusals = async (id: string): Promise<void> =>
  saveFile(await askFile(`${submissionAddress(id)}/refusals`, 'text/csv'), `refusals-${id}.csv`);

export interface RefusalsAsked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly rule?: string | undefined;
}

export const refusalsPath = '/v1/refusals';

export const askRefusals = ({ from, to, rule }: RefusalsAsked, cursor: string | undefined) =>
  askRegistry<RefusalList>(addressOf(refusalsPath, { from, to, rule, limit: '50', cursor }));

/** A file that was sent from this browser. */
export interface SentFile {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly isDry: boolean;
}

const mostKept = 50;

const keptUnder = (institution: string): string => `xudai.submissions.${institution}`;

const isSentFile = (kept: unknown): kept is SentFile => {
  const { id, name, at, isDry } = (kept ?? {}) as Record<string, unknown>;
  return [id, name, at].every((each) => typeof each === 'string') && typeof isDry === 'boolean';
};

/** The registry lists no files: this browser keeps which were sent from it, of each institution on its own, the last ones first. */
export const sentFiles = (institution: string): readonly SentFile[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptUnder(institution)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSentFile) : [];
  } catch {
    // What somebody else wrote there is as if nothing stood there.
    return [];
  }
};

export const keepSentFile = (institution: string, sent: SentFile): void => {
  const others = sentFiles(institution).filter(({ id }) => id !== sent.id);
  localStorage.setItem(keptUnder(institution), JSON.stringify([sent, ...others].slice(0, mostKept)));
};
