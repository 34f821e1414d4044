import { parseStrictJson, type StrictJsonElement, utf8Text, whyNotUtf8 } from '#canonical-json';

/** One report of a stream, the bytes of its line, and which line that is, from 1. */
export type ReportLine = StrictJsonElement & {
  readonly bytes: number;
  readonly line: number;
  /** Of a line that is too long: an array of reports begins on it. */
  readonly beginsArray?: boolean;
};

/** Longest report in bytes, however it is framed. */
export const longestReport = 64 * 1024;

/** Deeper nesting is no report. */
export const mostDepth = 32;

/** So many bytes of lines that are longer than a report may be are passed over in one request. */
const mostPassedOver = 256 * 1024 * 1024;

/** Too much of the stream is on lines that are too long: whoever sends it sends no reports. */
export class TooMuchPassedOver extends Error {
  constructor(readonly line: number) {
    super(
      `Line ${line} goes on, and more than ${mostPassedOver} bytes are on lines that are longer than a report may be.`,
    );
  }
}

/** Counts what is passed over of lines that are too long. */
export class PassedOver {
  private bytes = 0;

  /** @throws TooMuchPassedOver */
  note(bytes: number, line: number): void {
    this.bytes += bytes;
    if (this.bytes > mostPassedOver) throw new TooMuchPassedOver(line);
  }
}

/** So many bytes of lines with nothing on them are passed over, and after these no more than there are of other lines. */
const mostBlankBytes = 64 * 1024;

/** The stream is lines with nothing on them: compressed, very many of them are hardly anything to send. */
export class TooManyBlankLines extends Error {
  constructor() {
    super('Most of the stream is lines with nothing on them.');
  }
}

const lineFeed = 0x0a;
const openBracket = 0x5b;

/** The first byte of a line at which something stands on it; -1 where nothing does. */
export const firstOnLine = (bytes: Buffer, from = 0, to = bytes.length): number => {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return at;
  }
  return -1;
};

/** What of a stream was lines with nothing on them. */
export class BlankLines {
  private blank = 0;
  private other = 0;
  private isOpenBlank = true;

  /** @throws TooManyBlankLines */
  note(chunk: Buffer): void {
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(lineFeed, from);
      const to = end < 0 ? chunk.length : end + 1;
      this.isOpenBlank &&= firstOnLine(chunk, from, end < 0 ? to : end) < 0;
      if (this.isOpenBlank) this.blank += to - from;
      else this.other += to - from;
      if (end >= 0) this.isOpenBlank = true;
      from = to;
    }
    if (this.blank > mostBlankBytes + this.other) throw new TooManyBlankLines();
  }
}

const isBlank = (text: string): boolean => /^[\t\r ]*$/.test(text);

/** A bracket or a member that stands on a line alone, as in indented JSON. `line` has no blanks around it. */
const isOfIndented = (line: string): boolean =>
  /^(?:[[{]+|[\]}]+,?)$/.test(line) || /^"(?:[^"\\]|\\.)*"\s*:/.test(line);

/** A whole object, with a bracket or a comma of the array around it. */
const isOfArray = (line: string): boolean => {
  const isFollowed = /[,\]]$/.test(line);
  const report = isFollowed ? line.slice(0, -1).trimEnd() : line;
  return report.endsWith('}') && (/^\[\s*\{/.test(line) || (isFollowed && line.startsWith('{')));
};

/** What a line is instead, where it shows that it belongs to JSON of another framing; else what its parser says. */
const whyNoReport = (text: string, reason: string): string => {
  const line = text.trim();
  if (isOfIndented(line))
    return 'it is a part of JSON that goes over several lines, and a report stands on one line';
  if (isOfArray(line))
    return 'it is of an array, and between reports on lines stand neither brackets nor commas';
  return reason;
};

/** Undefined for a line with nothing on it. */
const reportOf = (line: Buffer): StrictJsonElement | undefined => {
  const text = utf8Text(line);
  if (text === undefined) return { is: 'not-json', reason: whyNotUtf8(line) };
  if (isBlank(text)) return undefined;
  const parsed = parseStrictJson(text, { maxDepth: mostDepth });
  return parsed.ok
    ? { is: 'json', value: () => parsed.value }
    : { is: 'not-json', reason: whyNoReport(text, parsed.reason) };
};

/** What was sent of a line that has not ended yet. Of one that is too long no more than its length is kept. */
class OpenLine {
  private parts: Buffer[] = [];
  private bytes = 0;
  /** Of a line that is too long: the first byte that is not blank. */
  private first: number | undefined;
  private readonly passedOver = new PassedOver();

  constructor(private line: number) {}

  /** @throws TooMuchPassedOver */
  add(part: Buffer): void {
    this.bytes += part.length;
    this.parts.push(part);
    if (this.bytes <= longestReport) return;
    this.first ??= this.parts.map((each) => each[firstOnLine(each)]).find((byte) => byte !== undefined);
    this.parts = [];
    this.passedOver.note(part.length, this.line);
  }

  /** Undefined for a line with nothing on it. */
  end(): ReportLine | undefined {
    const { parts, bytes, line, first } = this;
    this.line += 1;
    this.parts = [];
    this.bytes = 0;
    this.first = undefined;
    if (bytes > longestReport)
      return first === undefined
        ? undefined
        : { is: 'too-large', name: undefined, bytes, line, beginsArray: first === openBracket };
    const [only, ...more] = parts;
    const report = only && reportOf(more.length === 0 ? only : Buffer.concat(parts));
    return report && { ...report, bytes, line };
  }
}

/**
 * Reports as they come, one a line (NDJSON); a line ends with a line feed or with the stream. A line that is no JSON, or longer than a
 * report may be, however long, is a report that fails, and the next one is read. Lines with nothing on them are passed over.
 *
 * @throws TooMuchPassedOver
 */
export async function* reportLines(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  firstLine = 1,
): AsyncGenerator<ReportLine, void, undefined> {
  const open = new OpenLine(firstLine);
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      open.add(chunk.subarray(from, end));
      from = end + 1;
      const line = open.end();
      if (line) yield line;
    }
    if (from < chunk.length) open.add(chunk.subarray(from));
  }
  const last = open.end();
  if (last) yield last;
}
