import type { Submission } from '#contract';
import { askFile, linesOf } from '../http/registry.client.js';
import { type FileFormat, formatOf, reportsIn, type Report, withField } from './mended-report.js';

/* A record of a CSV file as the report that the registry reads in it, by the same columns: so that it is mended as any other. */

/** Whether a cell goes on in the next line: quotes stand in pairs (RFC 4180). */
const isOpen = (record: string): boolean => (record.match(/"/g)?.length ?? 0) % 2 === 1;

export const cellsOf = (record: string): readonly string[] =>
  [...`,${record.replace(/\r$/, '')}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain = '']) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim(),
  );

/** Lines of a file as records, each with the line on which it ends, from 1; lines with nothing on them are none. */
export async function* recordsIn(
  lines: AsyncIterable<string>,
): AsyncGenerator<{ readonly line: number; readonly text: string }, void, undefined> {
  let line = 0;
  let begun: string | undefined;
  for await (const each of lines) {
    line += 1;
    const text = begun === undefined ? each : `${begun}\n${each}`;
    begun = isOpen(text) ? text : undefined;
    if (begun === undefined && text.trim() !== '') yield { line, text };
  }
}

const attributes: readonly string[] = ['id', 'subject', 'time'];

const pointerOf = (column: string): string =>
  attributes.includes(column) ? `/${column}` : `/data/${column.replaceAll('.', '/')}`;

interface Record {
  /** Full type of all reports of the file, and who sends them. */
  readonly type: string;
  readonly source: string;
  /** Of the type, as its template names them: a list that the file leaves out is empty. */
  readonly columns: readonly string[];
  readonly header: readonly string[];
  readonly cells: readonly string[];
}

/** An empty cell is a member that is not there. */
export const reportOfRecord = ({ type, source, columns, header, cells }: Record): Report => {
  const empty: Report = {
    specversion: '1.0',
    source,
    type,
    datacontenttype: 'application/json',
    data: columns.includes('tags') ? { tags: [] } : {},
  };
  return header.reduce((report, column, at) => {
    const cell = cells[at] ?? '';
    return cell === '' ? report : withField(report, pointerOf(column), cell);
  }, empty);
};

/* A file of reports as this browser reads it: its digest and how many reports it has, and one of them to be mended. */

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

const lineOfFile = async (file: File, no: number): Promise<string | undefined> => {
  let at = 0;
  for await (const line of linesOf(file.stream())) {
    at += 1;
    if (at === no) return line.replace(/\r$/, '');
  }
  return undefined;
};

const recordOfFile = async (
  file: File,
  no: number,
): Promise<{ readonly header: readonly string[]; readonly cells: readonly string[] } | undefined> => {
  let header: readonly string[] | undefined;
  for await (const { line, text } of recordsIn(linesOf(file.stream()))) {
    if (header === undefined) header = cellsOf(text);
    else if (line === no) return { header, cells: cellsOf(text) };
    if (line >= no) break;
  }
  return undefined;
};

/** Names of all columns of a type, as its template has them. */
const columnsOf = async (type: string): Promise<readonly string[]> => {
  const template = await askFile(`/v1/submissions/templates/${encodeURIComponent(type)}.csv`, 'text/csv');
  const [header = ''] = (await template.text()).replace(/^\uFEFF/, '').split('\n');
  return cellsOf(header);
};

/** The report on a line of a file, counted from 1, as JSON; undefined where there is none. */
export const reportOnLine = async (
  { format, reportType, institution }: Submission,
  file: File,
  no: number,
): Promise<string | undefined> => {
  if (format === 'NDJSON' || reportType === null) return lineOfFile(file, no);
  const found = await recordOfFile(file, no);
  if (!found) return undefined;
  const columns = await columnsOf(reportType);
  const source = `/institutions/${institution}`;
  return JSON.stringify(reportOfRecord({ type: reportType, source, columns, ...found }));
};
