import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import type { InstitutionCode } from '#identifiers';
import { fullType, type ReportType } from '#reports';
import { type Column, columnsOf, otherSeparator, readHeader, reportOfCells } from './csv-columns.js';
import { FileRefused, saveAs } from './csv-encoding.js';
import { Utf8Text } from './csv-text.js';

/** One record and where it ends. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

/** A record that goes on for longer is a quote that was never closed; one that is shorter, and longer than a report, is refused alone. */
const longestRecord = 1024 * 1024;

const whatIsWrong: Partial<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: `is of a record that is longer than ${longestRecord} bytes: mostly a quote is opened there and never closed.`,
  CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed (RFC 4180).',
};

const malformed = (error: CsvError): FileRefused => {
  const { lines, column } = error as { readonly lines?: unknown; readonly column?: unknown };
  const what = whatIsWrong[error.code];
  const where = typeof lines === 'number' ? `Line ${lines}` : 'A line';
  const place = what === undefined && typeof column === 'number' ? `${where}, column ${column + 1},` : where;
  return new FileRefused('malformed', `${place} ${what ?? 'has a quote where none may stand (RFC 4180).'}`);
};

const noColumns = (type: string): string =>
  `The first line must name the columns of ${type}; /v1/submissions/templates/${type}.csv shows them.`;

/** What is wrong with the whole of it, where its lines or columns end otherwise than they may. */
const otherForm = (text: Utf8Text, type: ReportType): FileRefused | undefined => {
  if (text.endsInReturns)
    return new FileRefused(
      'malformed',
      `Lines end in a carriage return alone, not in a line feed. ${saveAs}`,
    );
  const separator = otherSeparator(type, text.firstLine);
  return separator === undefined ? undefined : new FileRefused('header', `${separator} ${saveAs}`);
};

async function* recordsOf(
  pieces: AsyncIterable<Buffer>,
  text: Utf8Text,
  type: ReportType,
): AsyncGenerator<Parsed, void, undefined> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: longestRecord,
  });
  const source = Readable.from(text.in(pieces));
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const parsed of parser) yield parsed as Parsed;
  } catch (error) {
    throw error instanceof CsvError ? (otherForm(text, type) ?? malformed(error)) : error;
  } finally {
    source.destroy();
  }
}

/**
 * The reports of a CSV file as lines of JSON, each on the line of the file on which it ends; other lines have nothing on them. So what
 * is spooled is read like any other file, and a line of it is the line that a spreadsheet shows.
 *
 * @throws FileRefused
 */
export async function* csvReports(
  pieces: AsyncIterable<Buffer>,
  { type, institution }: { readonly type: ReportType; readonly institution: InstitutionCode },
): AsyncGenerator<Buffer, void, undefined> {
  const of = { source: `/institutions/${institution}`, type: fullType(type) };
  let header: { readonly columns: readonly Column[]; readonly lists: readonly Column[] } | undefined;
  const lists = columnsOf(type).filter(({ holds }) => holds === 'list');
  let line = 1;
  const text = new Utf8Text();
  for await (const { record, info } of recordsOf(pieces, text, type)) {
    if (!header) {
      const read = readHeader(type, record);
      if ('faults' in read)
        throw otherForm(text, type) ?? new FileRefused('header', noColumns(of.type), read.faults);
      header = { columns: read.columns, lists: lists.filter((list) => !read.columns.includes(list)) };
      continue;
    }
    // As spreadsheets leave behind the last line.
    if (record.every((cell) => cell.trim() === '')) continue;
    const report = reportOfCells(of, header.columns, header.lists, record);
    yield Buffer.from(`${'\n'.repeat(Math.max(0, info.lines - line))}${JSON.stringify(report)}`);
    line = info.lines;
  }
  if (!header) throw new FileRefused('header', noColumns(of.type));
}
