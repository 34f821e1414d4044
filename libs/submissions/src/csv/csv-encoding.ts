import type { HeaderFault } from './csv-columns.js';

/* What the bytes of a CSV file are that is not UTF-8: named where it is sure, and nowhere else. */

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

export const saveAs = 'Save it as "CSV UTF-8 (comma delimited)" and send that.';

const otherEncoding = (name: string): FileRefused =>
  new FileRefused('not-utf-8', `The file is ${name}, not UTF-8. ${saveAs}`);

export const gb18030 = (): FileRefused => otherEncoding('GB18030 (GBK, GB2312)');

type Bytes = readonly (number | 'any')[];

const letter = 'any';

/** By its first bytes, the longer ones first; in UTF-16 without a byte-order mark every other byte of a header is zero. */
const beginnings: readonly (readonly [Bytes, () => FileRefused])[] = [
  ...[
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].map(
    (bytes) =>
      [
        bytes,
        () => new FileRefused('spreadsheet', `The file is a workbook of a spreadsheet, not CSV. ${saveAs}`),
      ] as const,
  ),
  [[0xff, 0xfe, 0x00, 0x00], () => otherEncoding('UTF-32')],
  [[0x00, 0x00, 0xfe, 0xff], () => otherEncoding('UTF-32')],
  [[0xff, 0xfe], () => otherEncoding('UTF-16')],
  [[0xfe, 0xff], () => otherEncoding('UTF-16')],
  [[letter, 0x00, letter, 0x00], () => otherEncoding('UTF-16')],
  [[0x00, letter, 0x00, letter], () => otherEncoding('UTF-16')],
  [[0x84, 0x31, 0x95, 0x33], gb18030],
  [
    [0x1f, 0x8b],
    () =>
      new FileRefused(
        'not-utf-8',
        'The file is compressed with gzip, which the header Content-Encoding: gzip must say.',
      ),
  ],
];

/** Number of bytes at the beginning of a file that suffice to detect its format. */
export const longestBeginning = Math.max(...beginnings.map(([bytes]) => bytes.length));

/** @throws FileRefused */
export const refuseByBeginning = (bytes: Buffer): void => {
  const found = beginnings.find(([begin]) =>
    begin.every((byte, at) => (byte === letter ? (bytes[at] ?? 0) > 0 : bytes[at] === byte)),
  );
  if (found) throw found[1]();
};

const isDecodable = (encoding: string, bytes: Buffer): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** Two bytes of what is no ASCII, taken by pairs. */
const pairsIn = (bytes: Buffer): readonly (readonly [number, number])[] => {
  const pairs: (readonly [number, number])[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 1)
    if ((bytes[at] ?? 0) >= 0x80) {
      pairs.push([bytes[at] ?? 0, bytes[at + 1] ?? 0]);
      at += 1;
    }
  return pairs;
};

const isWithin = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;

/**
 * Almost any bytes can be read as GB18030. What is GB18030 has the characters of GB2312, whose second byte is high, which a third of those
 * of Big5 and most of Shift-JIS are not; and of its common characters many stand where Big5, Korean and Japanese have rare ones.
 */
export const isGb18030 = (bytes: Buffer): boolean => {
  if (!isDecodable('gb18030', bytes)) return false;
  const pairs = pairsIn(bytes);
  const ofGb2312 = pairs.filter(([first, second]) => isWithin(first, 0xa1, 0xf7) && second >= 0xa1);
  const rareElsewhere = ofGb2312.filter(([first]) => isWithin(first, 0xd0, 0xd7));
  return (
    pairs.length > 0 && ofGb2312.length * 5 >= pairs.length * 4 && rareElsewhere.length * 12 >= pairs.length
  );
};
