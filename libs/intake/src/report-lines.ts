import { parseStrictJson, type StrictJsonElement, utf8Text } from '#canonical-json';

/** One report of a stream, the bytes of its line, and which line that is, from 1. */
export type ReportLine = StrictJsonElement & { readonly bytes: number; readonly line: number };

/** Longest report in bytes, however it is framed. */
export const longestReport = 64 * 1024;

/** Deeper nesting is no report. */
export const mostDepth = 32;

/** A line that goes on for longer than this is none: whoever sends it sends no reports. */
export const longestLine = 1024 * 1024;

/** The stream has a line without an end. */
export class EndlessLine extends Error {
  constructor() {
    super(`A line goes on for more than ${longestLine} bytes.`);
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
const blankBytes = new Set([0x20, 0x09, 0x0d]);

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
      for (let at = from; this.isOpenBlank && at < to; at += 1)
        this.isOpenBlank = at === end || blankBytes.has(chunk[at] ?? 0);
      if (this.isOpenBlank) this.blank += to - from;
      else this.other += to - from;
      if (end >= 0) this.isOpenBlank = true;
      from = to;
    }
    if (this.blank > mostBlankBytes + this.other) throw new TooManyBlankLines();
  }
}

const isBlank = (text: string): boolean => /^[\t\r ]*$/.test(text);

/** Undefined for a line with nothing on it. */
const reportOf = (line: Buffer): StrictJsonElement | undefined => {
  const text = utf8Text(line);
  if (text === undefined) return { is: 'not-json', reason: 'it is not UTF-8' };
  if (isBlank(text)) return undefined;
  const parsed = parseStrictJson(text, { maxDepth: mostDepth });
  return parsed.ok ? { is: 'json', value: () => parsed.value } : { is: 'not-json', reason: parsed.reason };
};

/** What was sent of a line that has not ended yet. Of one that is too long no more than its length is kept. */
class OpenLine {
  private parts: Buffer[] = [];
  private bytes = 0;

  constructor(private line: number) {}

  add(part: Buffer): void {
    this.bytes += part.length;
    if (this.bytes > longestLine) throw new EndlessLine();
    if (this.bytes <= longestReport) this.parts.push(part);
    else this.parts = [];
  }

  /** Undefined for a line with nothing on it. */
  end(): ReportLine | undefined {
    const { parts, bytes, line } = this;
    this.line += 1;
    this.parts = [];
    this.bytes = 0;
    if (bytes > longestReport) return { is: 'too-large', name: undefined, bytes, line };
    const [only, ...more] = parts;
    const report = only && reportOf(more.length === 0 ? only : Buffer.concat(parts));
    return report && { ...report, bytes, line };
  }
}

/**
 * Reports as they come, one a line (NDJSON); a line ends with a line feed or with the stream. A line that is no JSON, or longer than a
 * report may be, is a report that fails, and the next one is read. Lines with nothing on them are passed over.
 *
 * @throws EndlessLine
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
