import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import type { InstitutionCode } from '#identifiers';
import { fullType, type ReportType } from '#reports';
import { type Column, columnsOf, type HeaderFault, readHeader, reportOfCells } from './csv-columns.js';

/** Why a CSV file is not taken; nothing of it was recorded. */
export class FileRefused extends Error {
  constructor(
    readonly why: 'not-utf-8' | 'spreadsheet' | 'malformed' | 'header',
    message: string,
    readonly faults: readonly HeaderFault[] = [],
  ) {
    super(message);
  }
}

const saveAs = 'Save it as "CSV UTF-8 (comma delimited)" and send that.';

const isDecodable = (encoding: string, bytes: Buffer): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** What the first bytes of a file tell of it. */
const refuseByBeginning = (bytes: Buffer): void => {
  const begins = (...signature: readonly number[]): boolean =>
    signature.every((byte, at) => bytes[at] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0xd0, 0xcf, 0x11, 0xe0))
    throw new FileRefused('spreadsheet', `The file is a workbook of a spreadsheet, not CSV. ${saveAs}`);
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff))
    throw new FileRefused('not-utf-8', `The file is UTF-16, not UTF-8. ${saveAs}`);
  if (begins(0x84, 0x31, 0x95, 0x33)) throw gb18030();
};

const gb18030 = (): FileRefused =>
  new FileRefused('not-utf-8', `The file is GB18030 (GBK, GB2312), not UTF-8. ${saveAs}`);

/** The same bytes, as long as they are UTF-8. */
async function* inUtf8(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let beginning: Buffer | undefined;
  let last: Buffer = Buffer.alloc(0);
  const check = (piece?: Buffer): void => {
    try {
      decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      const around = Buffer.concat([last.subarray(-4), piece ?? Buffer.alloc(0)]);
      // A character may be cut where the part begins.
      if ([0, 1, 2, 3].some((from) => isDecodable('gb18030', around.subarray(from)))) throw gb18030();
      throw new FileRefused('not-utf-8', `The file is not UTF-8. ${saveAs}`);
    }
  };
  for await (const piece of pieces) {
    if (beginning === undefined || beginning.length < 4) {
      beginning = Buffer.concat([beginning ?? Buffer.alloc(0), piece.subarray(0, 4)]);
      refuseByBeginning(beginning);
    }
    check(piece);
    last = piece;
    yield piece;
  }
  check();
}

/** One record and where it ends. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

/** A record that goes on for longer is a quote that was never closed; one that is shorter, and longer than a report, is refused alone. */
const longestRecord = 1024 * 1024;

const malformed = (error: CsvError): FileRefused => {
  const { lines } = error as { readonly lines?: unknown };
  const where = typeof lines === 'number' ? `Line ${lines}` : 'A line';
  const what: Partial<Record<string, string>> = {
    CSV_MAX_RECORD_SIZE: `is of a record that is longer than ${longestRecord} bytes: mostly a quote is opened there and never closed.`,
    CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed (RFC 4180).',
  };
  return new FileRefused(
    'malformed',
    `${where} ${what[error.code] ?? 'has a quote where none may stand (RFC 4180).'}`,
  );
};

async function* recordsOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Parsed, void, undefined> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: longestRecord,
  });
  const source = Readable.from(inUtf8(pieces));
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const parsed of parser) yield parsed as Parsed;
  } catch (error) {
    throw error instanceof CsvError ? malformed(error) : error;
  } finally {
    source.destroy();
  }
}

const columnsWanted = (type: string): string =>
  `The first line must name the columns of ${type}; /v1/submissions/templates/${type}.csv shows them.`;

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
  for await (const { record, info } of recordsOf(pieces)) {
    if (!header) {
      const read = readHeader(type, record);
      if ('faults' in read) throw new FileRefused('header', columnsWanted(of.type), read.faults);
      header = { columns: read.columns, lists: lists.filter((list) => !read.columns.includes(list)) };
      continue;
    }
    // As spreadsheets leave behind the last line.
    if (record.every((cell) => cell.trim() === '')) continue;
    const report = reportOfCells(of, header.columns, header.lists, record);
    yield Buffer.from(`${'\n'.repeat(Math.max(0, info.lines - line))}${JSON.stringify(report)}`);
    line = info.lines;
  }
  if (!header) throw new FileRefused('header', columnsWanted(of.type));
}
