import { isUtf8 } from 'node:buffer';
import { isGb18030 } from '#canonical-json';
import {
  FileRefused,
  gb18030,
  isOfOtherFormat,
  longestBeginning,
  refuseByBeginning,
  refuseOtherThanNdjson,
  saveAs,
} from './csv-encoding.js';

/* Whether the bytes of a CSV file are text as it is taken: UTF-8, with lines that end in a line feed. */

const lineFeed = 0x0a;

/** From so many bytes on nothing becomes surer. */
const enoughToName = 4 * 1024;

/** No type has as many columns as would make a longer one. */
const longestHeader = 4 * 1024;

const countOf = (bytes: Buffer, byte: number): number => {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
};

/** Why bytes that begin on a line are no UTF-8. */
const notUtf8 = (bytes: Buffer, firstLine: number): FileRefused => {
  let [from, line, to] = [0, firstLine, bytes.length];
  for (;;) {
    const end = bytes.indexOf(lineFeed, from);
    to = end < 0 ? bytes.length : end;
    if (end < 0 || !isUtf8(bytes.subarray(from, to))) break;
    [from, line] = [to + 1, line + 1];
  }
  if (isGb18030(bytes.subarray(from)) || isGb18030(bytes.subarray(from, to))) return gb18030();
  return new FileRefused(
    'other-format',
    `The file is not UTF-8: line ${line} has bytes that are none. ${saveAs}`,
  );
};

const noText = (line: number): FileRefused =>
  new FileRefused('malformed', `Line ${line} has a NUL, which no text has. ${saveAs}`);

const isBeginning = (bytes: Buffer): boolean => bytes.length >= longestBeginning;

const isPlain = (bytes: Buffer): boolean => bytes.every((byte) => byte > 0 && byte < 0x80);

/** A whole line, so that a sender who waits for its answer has it, or what is none. */
const isFirstLine = (bytes: Buffer): boolean =>
  isBeginning(bytes)
    ? isOfOtherFormat(bytes) || bytes.includes(lineFeed) || bytes.length >= longestHeader
    : bytes.includes(lineFeed) && isPlain(bytes);

/** The same bytes; the first part is enough to detect the format, unless the file is shorter. */
async function* begunWhole(
  pieces: AsyncIterable<Buffer>,
  isEnough = isBeginning,
): AsyncGenerator<Buffer, void, undefined> {
  let beginning: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (beginning === undefined) yield piece;
    else {
      beginning = Buffer.concat([beginning, piece]);
      if (!isEnough(beginning)) continue;
      yield beginning;
      beginning = undefined;
    }
  }
  if (beginning !== undefined && beginning.length > 0) yield beginning;
}

/** The same bytes, unless all of them are something else than lines of JSON. @throws FileRefused */
export async function* ndjsonPieces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let isBegun = false;
  for await (const piece of begunWhole(pieces, isFirstLine)) {
    if (!isBegun) refuseOtherThanNdjson(piece.subarray(0, longestHeader));
    isBegun = true;
    yield piece;
  }
}

/** What a character begins with that the end of a part may cut. */
const cutAtEnd = (piece: Buffer): Buffer => {
  const last = piece.subarray(-3);
  const from = last.findLastIndex((byte) => byte >= 0xc0);
  return from < 0 ? last.subarray(0, 0) : last.subarray(from);
};

/** The same bytes, as long as they are text. */
export class Utf8Text {
  /** Line ends that were passed. */
  private lines = 0;
  private hasReturns = false;
  private beginning: Buffer = Buffer.alloc(0);

  /** @throws FileRefused */
  async *in(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let cut: Buffer = Buffer.alloc(0);
    let wrong: Buffer | undefined;
    const check = (piece?: Buffer): void => {
      try {
        decoder.decode(piece, { stream: piece !== undefined });
      } catch {
        wrong = Buffer.concat([cut, piece ?? Buffer.alloc(0)]);
      }
    };
    for await (const piece of begunWhole(pieces)) {
      if (wrong) {
        wrong = Buffer.concat([wrong, piece]);
        if (wrong.length < enoughToName) continue;
        break;
      }
      if (this.beginning.length === 0) refuseByBeginning(piece);
      if (this.beginning.length < longestHeader)
        this.beginning = Buffer.concat([this.beginning, piece.subarray(0, longestHeader)]);
      check(piece);
      if (wrong) continue;
      const zero = piece.indexOf(0);
      if (zero >= 0) throw noText(this.lines + countOf(piece.subarray(0, zero), lineFeed) + 1);
      this.lines += countOf(piece, lineFeed);
      this.hasReturns ||= piece.includes(0x0d);
      cut = cutAtEnd(piece);
      yield piece;
    }
    if (!wrong) check();
    if (wrong) throw notUtf8(wrong, this.lines + 1);
  }

  /** As far as it is known; without a byte-order mark. */
  get firstLine(): string {
    return (
      this.beginning
        .toString()
        .replace('\ufeff', '')
        .split(/[\r\n]/, 1)[0] ?? ''
    );
  }

  /** Whether lines end as nobody's do any more, so that all of the file is one. */
  get endsInReturns(): boolean {
    return this.lines === 0 && this.hasReturns;
  }
}
