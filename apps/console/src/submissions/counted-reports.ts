/* How many reports a file has, counted as the registry counts them: it takes nothing of a file that says another number. */

export type FileFormat = 'NDJSON' | 'CSV';

export const formatOf = (fileName: string): FileFormat => (/\.csv$/i.test(fileName) ? 'CSV' : 'NDJSON');

const lineFeed = 0x0a;
const quote = 0x22;
const comma = 0x2c;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/** Lines with something on them. */
const linesIn = (bytes: Uint8Array): number => {
  let lines = 0;
  let hasContent = false;
  for (const byte of bytes) {
    if (byte === lineFeed) {
      if (hasContent) lines += 1;
      hasContent = false;
    } else if (!isBlank(byte)) hasContent = true;
  }
  return hasContent ? lines + 1 : lines;
};

const startsWithMark = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** Records with something in a cell; a line feed between quotes is part of its cell, and two quotes there are one. */
const recordsIn = (bytes: Uint8Array): number => {
  let records = 0;
  let hasContent = false;
  let isQuoted = false;
  let closedAt = -2;
  for (let at = startsWithMark(bytes) ? 3 : 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? lineFeed;
    if (byte === quote) {
      if (isQuoted) closedAt = at;
      else if (closedAt === at - 1) hasContent = true;
      isQuoted = !isQuoted;
    } else if (byte === lineFeed && !isQuoted) {
      if (hasContent) records += 1;
      hasContent = false;
    } else if (!isBlank(byte) && byte !== lineFeed && (isQuoted || byte !== comma)) hasContent = true;
  }
  return hasContent ? records + 1 : records;
};

/** Without the line of a CSV file that names its columns. */
export const reportsIn = (bytes: Uint8Array, format: FileFormat): number =>
  format === 'CSV' ? Math.max(0, recordsIn(bytes) - 1) : linesIn(bytes);
