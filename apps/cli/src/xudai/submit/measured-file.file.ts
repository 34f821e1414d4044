import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { Failure, wrongUse } from '../failure.js';

/** What is told of a file before it is sent, so that nothing of it is taken unless all of it is there. */
export interface MeasuredFile {
  readonly path: string;
  readonly format: 'NDJSON' | 'CSV';
  readonly coding: 'gzip' | 'identity';
  /** SHA-256 in base64, of the file with its coding. */
  readonly digest: string;
  readonly reports: number;
}

const formats: Readonly<Record<string, MeasuredFile['format']>> = {
  '.ndjson': 'NDJSON',
  '.jsonl': 'NDJSON',
  '.csv': 'CSV',
};

/** What an earlier call wrote beside the files holds no reports. */
const isWritten = (file: string): boolean => /\.(refusals\.(csv|ndjson)|receipt\.json)$/.test(file);

const gzipEnding = /\.gz$/i;

/** By its name, whether it is compressed or not. */
export const formatOf = (file: string): MeasuredFile['format'] | undefined =>
  isWritten(file) ? undefined : formats[path.extname(file.replace(gzipEnding, '')).toLowerCase()];

const lineFeed = 0x0a;

/** Lines that hold something; the last one needs no end. */
class Lines {
  count = 0;
  private isEmpty = true;

  take(chunk: Uint8Array): void {
    for (const byte of chunk)
      if (byte !== lineFeed) this.isEmpty &&= byte === 0x20 || byte === 0x09 || byte === 0x0d;
      else this.end();
  }

  end(): void {
    if (!this.isEmpty) this.count += 1;
    this.isEmpty = true;
  }
}

/** Records of a CSV file below its header, as the registry counts them: a quoted cell may go over several lines, and empty cells are none. */
const csvRecords = async (bytes: PassThrough): Promise<number> => {
  let count = 0;
  const parser = bytes.pipe(
    parse({
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
    }),
  );
  for await (const record of parser)
    if ((record as readonly string[]).some((cell) => cell.trim() !== '')) count += 1;
  return Math.max(0, count - 1);
};

/** Reads it once, a piece at a time. */
export const measuredFile = async (file: string): Promise<MeasuredFile> => {
  const format = formatOf(file);
  if (!format) throw wrongUse(noReports(file));
  const coding = gzipEnding.test(file) ? 'gzip' : 'identity';
  const hash = createHash('sha256');
  const lines = new Lines();
  const records = new PassThrough();
  // A failure is looked at when all is read; until then nobody waits for it.
  const counted = format === 'CSV' ? csvRecords(records).catch((error: Error) => error) : undefined;
  const hashed = async function* (stored: AsyncIterable<Buffer>) {
    for await (const piece of stored) {
      hash.update(piece);
      yield piece;
    }
  };
  const count = async (content: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of content)
      if (format === 'NDJSON') lines.take(piece);
      else if (!records.write(piece)) await new Promise((drained) => records.once('drain', drained));
  };
  const stored = createReadStream(file, { highWaterMark: 256 * 1_024 });
  try {
    await pipeline(stored, hashed, coding === 'gzip' ? createGunzip() : new PassThrough(), count);
  } catch (error) {
    throw String((error as NodeJS.ErrnoException).code).startsWith('Z_')
      ? new Failure(`${file} is not gzip, or not all of it.`)
      : error;
  } finally {
    records.end();
  }
  lines.end();
  const inCsv = await counted;
  if (inCsv instanceof Error) throw new Failure(`${file} is no CSV: ${inCsv.message}.`);
  return { path: file, format, coding, digest: hash.digest('base64'), reports: inCsv ?? lines.count };
};

const noReports = (file: string): string =>
  /\.xlsx?$/i.test(file)
    ? `${file} is a workbook: save it as "CSV UTF-8 (comma delimited)" and submit that.`
    : `${file} ends neither in .ndjson nor in .jsonl or .csv, nor in one of these and .gz.`;

/** By its path within a folder; what is hidden is nobody's report, and not told of. */
const isHidden = (file: string): boolean => /(^|[/\\])\./.test(file);

export interface FilesFound {
  readonly files: readonly string[];
  /** What stood in the folders beside them. */
  readonly leftOut: readonly string[];
}

const filesInFolder = (folder: string): FilesFound => {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !isHidden(path.relative(folder, file)) && !isWritten(file))
    .toSorted();
  const files = all.filter((file) => formatOf(file) !== undefined);
  if (files.length === 0) throw new Failure(`There is no file of reports in ${folder}.`);
  return { files, leftOut: all.filter((file) => formatOf(file) === undefined) };
};

/** The files named, and in folders all that hold reports, in the order of their paths. What cannot be sent is told before anything is. */
export const filesIn = (paths: readonly string[]): FilesFound => {
  const found = paths.map((given): FilesFound => {
    if (isFolder(given)) return filesInFolder(given);
    if (formatOf(given) === undefined) throw wrongUse(noReports(given));
    return { files: [given], leftOut: [] };
  });
  return { files: found.flatMap(({ files }) => files), leftOut: found.flatMap(({ leftOut }) => leftOut) };
};

const isFolder = (given: string): boolean => {
  try {
    return statSync(given).isDirectory();
  } catch (error) {
    throw new Failure(`${given} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
};
