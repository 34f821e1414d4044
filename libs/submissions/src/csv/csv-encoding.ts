import type { HeaderFault } from './csv-columns.js';

/* What the bytes of a file are that is not UTF-8: named where it is sure, and nowhere else. */

/** Why a file is not taken; nothing of it was recorded. `other-format`: it is none of those in which reports are sent. */
export class FileRefused extends Error {
  constructor(
    readonly why: 'other-format' | 'malformed' | 'header',
    message: string,
    readonly faults: readonly HeaderFault[] = [],
  ) {
    super(message);
  }
}

export const saveAs = 'Save it as "CSV UTF-8 (comma delimited)" and send that.';
const writeAsUtf8 = 'Write it in UTF-8, one report a line, and send that.';

const otherEncoding = (name: string, cure = saveAs): FileRefused =>
  new FileRefused('other-format', `The file is ${name}, not UTF-8. ${cure}`);

export const gb18030 = (cure = saveAs): FileRefused => otherEncoding('GB18030 (GBK, GB2312)', cure);

type Bytes = readonly (number | 'any')[];

const letter = 'any';

/** By its first bytes, the longer ones first; in UTF-16 without a byte-order mark every other byte of a header is zero. */
const beginnings: readonly (readonly [Bytes, (cure: string) => FileRefused])[] = [
  ...[
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].map(
    (bytes) =>
      [
        bytes,
        () =>
          new FileRefused(
            'other-format',
            `The file is a workbook of a spreadsheet, or another archive. ${saveAs}`,
          ),
      ] as const,
  ),
  [[0xff, 0xfe, 0x00, 0x00], (cure) => otherEncoding('UTF-32', cure)],
  [[0x00, 0x00, 0xfe, 0xff], (cure) => otherEncoding('UTF-32', cure)],
  [[0xff, 0xfe], (cure) => otherEncoding('UTF-16', cure)],
  [[0xfe, 0xff], (cure) => otherEncoding('UTF-16', cure)],
  [[letter, 0x00, letter, 0x00], (cure) => otherEncoding('UTF-16', cure)],
  [[0x00, letter, 0x00, letter], (cure) => otherEncoding('UTF-16', cure)],
  [[0x84, 0x31, 0x95, 0x33], gb18030],
  [
    [0x1f, 0x8b],
    () =>
      new FileRefused(
        'other-format',
        'The file is compressed with gzip, which the header Content-Encoding: gzip must say.',
      ),
  ],
  ...(
    [
      [[0xfd, 0x37, 0x7a, 0x58], 'compressed with xz'],
      [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with Zstandard'],
      [[0x42, 0x5a, 0x68], 'compressed with bzip2'],
      [[0x37, 0x7a, 0xbc, 0xaf], 'a 7-Zip archive'],
      [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
    ] as const
  ).map(
    ([bytes, what]) =>
      [
        bytes,
        () =>
          new FileRefused('other-format', `The file is ${what}. Send what is in it, as it is or by gzip.`),
      ] as const,
  ),
];

/** Number of bytes at the beginning of a file that suffice to detect its format. */
export const longestBeginning = Math.max(...beginnings.map(([bytes]) => bytes.length));

const beginningOf = (bytes: Buffer): (typeof beginnings)[number] | undefined =>
  beginnings.find(([begin]) =>
    begin.every((byte, at) => (byte === letter ? (bytes[at] ?? 0) > 0 : bytes[at] === byte)),
  );

export const isOfOtherFormat = (bytes: Buffer): boolean => beginningOf(bytes) !== undefined;

/** @throws FileRefused */
export const refuseByBeginning = (bytes: Buffer, cure = saveAs): void => {
  const found = beginningOf(bytes);
  if (found) throw found[1](cure);
};

/** The first line of a CSV file, which has columns that no report of JSON begins with. */
const isHeader = (firstLine: string): boolean => {
  const columns = firstLine.split(/[,;\t|]/).map((column) => column.trim().replace(/^"(.*)"$/, '$1'));
  return columns.includes('id') && columns.includes('subject');
};

/** Of a file that is sent as NDJSON: what it is instead, where all of it is that. A line that is wrong is refused alone. @throws FileRefused */
export const refuseOtherThanNdjson = (beginning: Buffer): void => {
  refuseByBeginning(beginning, writeAsUtf8);
  const firstLine =
    beginning
      .toString('latin1')
      .replace('\u00ef\u00bb\u00bf', '')
      .split(/[\r\n]/, 1)[0] ?? '';
  if (isHeader(firstLine))
    throw new FileRefused(
      'other-format',
      'The file is CSV. Send it to /v1/submissions with Content-Type: text/csv, and its type in Xudai-Report-Type.',
    );
};
