import { parseStrictJson, type StrictJsonElement, utf8Text } from '#canonical-json';
import { longestReport } from '#intake';
import { mostDepth } from '../http/request-bounds.js';

/** One report of a stream, and the bytes of its line. */
export type ReportLine = StrictJsonElement & { readonly bytes: number };

/** A line that goes on for longer than this is none: whoever sends it sends no reports. */
export const longestLine = 1024 * 1024;

/** The stream has a line without an end. */
export class EndlessLine extends Error {}

const lineFeed = 0x0a;

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

  add(part: Buffer): void {
    this.bytes += part.length;
    if (this.bytes > longestLine) throw new EndlessLine();
    if (this.bytes <= longestReport) this.parts.push(part);
    else this.parts = [];
  }

  /** Undefined for a line with nothing on it. */
  end(): ReportLine | undefined {
    const { parts, bytes } = this;
    this.parts = [];
    this.bytes = 0;
    if (bytes > longestReport) return { is: 'too-large', name: undefined, bytes };
    const [only, ...more] = parts;
    const report = only && reportOf(more.length === 0 ? only : Buffer.concat(parts));
    return report && { ...report, bytes };
  }
}

/**
 * Reports as they come, one a line (NDJSON); a line ends with a line feed or with the stream. A line that is no JSON, or longer than a
 * report may be, is a report that fails, and the next one is read. Lines with nothing on them are passed over.
 *
 * @throws EndlessLine
 */
export async function* reportLines(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<ReportLine, void, undefined> {
  const open = new OpenLine();
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
