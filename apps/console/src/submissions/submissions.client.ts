import type { ProblemDocument, RefusalList, Submission, SubmissionRefusal } from '#contract';
import { addressOf, askFile, askRegistry, RegistryProblem, saveFile } from '../http/registry.client.js';
import { type FileFormat, formatOf, reportsIn } from './counted-reports.js';
import type { CsvType } from './report-names.js';

const path = '/v1/submissions';

export const submissionAddress = (id: string): string => `${path}/${encodeURIComponent(id)}`;

/** Its digest is taken of all of it at once; what is larger is sent by a program. */
export const mostBytes = 512 * 1024 * 1024;

/** A file, and what is said of it when it is sent. */
export interface ReadFile {
  readonly file: File;
  readonly format: FileFormat;
  readonly reports: number;
  /** SHA-256 in base64. */
  readonly digest: string;
}

/** Browsers take digests on pages that came over TLS, or from this very machine. */
export const takesDigests = (): boolean => globalThis.isSecureContext;

/** Files that were read here, by their digest as the registry tells it; gone with the page. */
const readHere = new Map<string, File>();
const mostKeptHere = 5;

export const fileReadHere = (digest: string): File | undefined => readHere.get(digest);

const keepHere = (digest: Uint8Array, file: File): void => {
  readHere.set([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''), file);
  for (const oldest of [...readHere.keys()].slice(0, -mostKeptHere)) readHere.delete(oldest);
};

export const readFile = async (file: File): Promise<ReadFile> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  keepHere(digest, file);
  const format = formatOf(file.name);
  return {
    file,
    format,
    reports: reportsIn(bytes, format),
    digest: btoa(String.fromCodePoint(...digest)),
  };
};

export interface Sending {
  readonly read: ReadFile;
  readonly isDry: boolean;
  /** Of a CSV file. */
  readonly type: CsvType | undefined;
}

export const sendFile = ({ read: { file, format, reports, digest }, isDry, type }: Sending) =>
  askRegistry<Submission>(addressOf(path, { dryRun: isDry ? 'true' : undefined }), {
    method: 'POST',
    headers: {
      'content-type': format === 'CSV' ? 'text/csv' : 'application/x-ndjson',
      'content-digest': `sha-256=:${digest}:`,
      'xudai-record-count': String(reports),
      ...(format === 'CSV' && type !== undefined ? { 'xudai-report-type': type } : {}),
    },
    body: file,
  });

const mostLinesRead = 5_000;

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        if (rest !== '') yield rest;
        return;
      }
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    await reader.cancel();
  }
}

/** One line of a file, counted from 1; undefined where it has fewer. */
export const lineOfFile = async (file: File, no: number): Promise<string | undefined> => {
  let at = 0;
  for await (const line of linesOf(file.stream())) {
    at += 1;
    if (at === no) return line.replace(/\r$/, '');
  }
  return undefined;
};

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

/** The first faults of each rule: a file may have millions of them, and all are in the download. */
export const firstRefusals = async (
  id: string,
  rules: readonly string[],
  ofEach: number,
): Promise<ReadonlyMap<string, readonly SubmissionRefusal[]>> => {
  const answer = await fetch(`${submissionAddress(id)}/refusals`, {
    headers: { accept: 'application/x-ndjson' },
  });
  if (!answer.ok || !answer.body) throw new RegistryProblem(answer.status, undefined);
  const found = new Map(rules.map((rule) => [rule, [] as SubmissionRefusal[]]));
  let read = 0;
  for await (const line of linesOf(answer.body)) {
    const refusal = JSON.parse(line) as SubmissionRefusal;
    const ofRule = found.get(refusal.rule);
    if (ofRule && ofRule.length < ofEach) ofRule.push(refusal);
    read += 1;
    if (read === mostLinesRead || [...found.values()].every(({ length }) => length === ofEach)) break;
  }
  return found;
};

/** As CSV, which a link cannot ask for. */
export const downloadRefusals = async (id: string): Promise<void> =>
  saveFile(await askFile(`${submissionAddress(id)}/refusals`, 'text/csv'), `refusals-${id}.csv`);

export interface RefusalsAsked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly rule?: string | undefined;
}

export const askRefusals = ({ from, to, rule }: RefusalsAsked, cursor: string | undefined) =>
  askRegistry<RefusalList>(addressOf('/v1/refusals', { from, to, rule, limit: '50', cursor }));

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
