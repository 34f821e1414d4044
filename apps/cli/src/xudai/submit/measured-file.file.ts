import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { Failure, wrongUse } from '../failure.js';
import { plain } from '../plain-text.js';

/** What is told of a file before it is sent, so that nothing of it is taken unless all of it is there. */
export interface MeasuredFile {
  readonly path: string;
  readonly format: 'NDJSON' | 'CSV';
  readonly coding: 'gzip' | 'identity';
  /** SHA-256 in base64, of the file with its coding. */
  readonly digest: string;
  /** SHA-256 (hex) of what it holds, as a receipt has it. */
  readonly contentDigest: string;
  readonly reports: number;
  /** As it was before it was read: another one later means that somebody wrote to it. */
  readonly version: string;
}

/** Differs whenever a file was written to, or another was put in its place. */
const versionOf = (file: string): string => {
  const { dev, ino, size, mtimeNs } = statSync(file, { bigint: true });
  return [dev, ino, size, mtimeNs].join(' ');
};

/** @throws Failure where it is not as it was when it was measured */
export const refuseIfChanged = ({ path: file, version }: MeasuredFile): void => {
  const found = statSync(file, { throwIfNoEntry: false }) && versionOf(file);
  if (found !== version)
    throw new Failure(
      `${plain(file)} changed while it was sent, and nothing of it was recorded by this call: submit it again when nobody writes to it.`,
    );
};

const formats: Readonly<Record<string, MeasuredFile['format']>> = {
  '.ndjson': 'NDJSON',
  '.jsonl': 'NDJSON',
  '.csv': 'CSV',
};

/** What an earlier call wrote beside the files holds no reports. */
export const isWritten = (file: string): boolean => /\.(refusals\.(csv|ndjson)|receipt\.json)$/.test(file);

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

/** What nobody can count is told in our words, with the line on which it begins. */
const noCsv = (file: string, error: Error): Failure => {
  const { lines } = error as { readonly lines?: unknown };
  const line = typeof lines === 'number' ? ` near line ${lines}` : '';
  const what =
    error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote is opened and never closed'
      : 'its cells cannot be told apart';
  return new Failure(`${plain(file)} is no CSV:${line} ${what} (RFC 4180).`);
};

/** Reads it once, a piece at a time. */
export const measuredFile = async (file: string): Promise<MeasuredFile> => {
  const format = formatOf(file);
  if (!format) throw wrongUse(noReports(file));
  const coding = gzipEnding.test(file) ? 'gzip' : 'identity';
  const version = versionOf(file);
  const [hash, contentHash] = [createHash('sha256'), createHash('sha256')];
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
    for await (const piece of content) {
      if (coding === 'gzip') contentHash.update(piece);
      if (format === 'NDJSON') lines.take(piece);
      else if (!records.write(piece)) await new Promise((drained) => records.once('drain', drained));
    }
  };
  const stored = createReadStream(file, { highWaterMark: 256 * 1_024 });
  try {
    await pipeline(stored, hashed, coding === 'gzip' ? createGunzip() : new PassThrough(), count);
  } catch (error) {
    throw String((error as NodeJS.ErrnoException).code).startsWith('Z_')
      ? new Failure(`${plain(file)} is not gzip, or not all of it.`)
      : error;
  } finally {
    records.end();
  }
  lines.end();
  const inCsv = await counted;
  if (inCsv instanceof Error) throw noCsv(file, inCsv);
  const digest = hash.digest();
  return {
    path: file,
    format,
    coding,
    version,
    digest: digest.toString('base64'),
    contentDigest: (coding === 'gzip' ? contentHash.digest() : digest).toString('hex'),
    reports: inCsv ?? lines.count,
  };
};

export const noReports = (file: string): string =>
  /\.xlsx?$/i.test(file)
    ? `${plain(file)} is a workbook: save it as "CSV UTF-8 (comma delimited)" and submit that.`
    : `${plain(file)} ends neither in .ndjson nor in .jsonl or .csv, nor in one of these and .gz.`;
