import { firstOnLine, longestReport, PassedOver } from '#intake';

/*
 * A file is spooled as it was sent, cut between lines. Deciding can begin with any chunk: its first line number is known, and one chunk at
 * a time is held. Of a line that is longer than a report may be the beginning is kept, which is too long as well.
 */

/** Whole lines of a file. */
export interface Chunk {
  readonly firstLine: number;
  /** Lines with something on them. */
  readonly reports: number;
  readonly bytes: Buffer;
}

/** What is decided between two places at which a crash goes on. */
const usual = { bytes: 256 * 1024, reports: 1_000 };

const mostKeptOfLine = longestReport + 1;

const lineFeed = 0x0a;

class OpenChunk {
  private parts: Buffer[] = [];
  private size = 0;
  private reports = 0;
  private lineBytes = 0;
  private hasContent = false;

  private firstLine = 1;
  private line = 1;
  private readonly passedOver = new PassedOver();

  /**
   * A part of the line that is open, without its end.
   *
   * @returns how many bytes at its end are not kept
   * @throws TooMuchPassedOver
   */
  add(part: Buffer, from: number, to: number): number {
    this.lineBytes += to - from;
    const beyond = Math.min(to - from, Math.max(0, this.lineBytes - mostKeptOfLine));
    if (beyond > 0) this.passedOver.note(beyond, this.line);
    this.hasContent ||= firstOnLine(part, from, to - beyond) >= 0;
    return beyond;
  }

  /** Of what is not kept one byte is, where nothing stood on the line before it: else it would be taken for a line with nothing on it. */
  passOver(beyond: Buffer): void {
    if (this.hasContent) return;
    const at = firstOnLine(beyond);
    if (at < 0) return;
    this.hasContent = true;
    this.keep(beyond.subarray(at, at + 1));
  }

  endLine(): void {
    if (this.hasContent) this.reports += 1;
    this.line += 1;
    this.lineBytes = 0;
    this.hasContent = false;
  }

  keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.parts.push(bytes);
    this.size += bytes.length;
  }

  isFull(more: number): boolean {
    return this.size + more >= usual.bytes || this.reports >= usual.reports;
  }

  /** What was kept, and begins anew; undefined when that is nothing. */
  take(): Chunk | undefined {
    const { firstLine, reports, parts, size } = this;
    this.firstLine = this.line;
    [this.parts, this.size, this.reports] = [[], 0, 0];
    return size === 0 ? undefined : { firstLine, reports, bytes: Buffer.concat(parts, size) };
  }
}

/**
 * Chunks of a file as it comes, however that is cut. The last line may end with the file.
 *
 * @throws TooMuchPassedOver
 */
export async function* chunksOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Chunk, void, undefined> {
  const open = new OpenChunk();
  for await (const piece of pieces) {
    let kept = 0;
    let from = 0;
    const add = (to: number): void => {
      const beyond = open.add(piece, from, to);
      if (beyond === 0) return;
      open.keep(piece.subarray(kept, to - beyond));
      open.passOver(piece.subarray(to - beyond, to));
      kept = to;
    };
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, from)) {
      add(end);
      open.endLine();
      from = end + 1;
      if (!open.isFull(from - kept)) continue;
      open.keep(piece.subarray(kept, from));
      kept = from;
      const chunk = open.take();
      if (chunk) yield chunk;
    }
    add(piece.length);
    open.keep(piece.subarray(kept));
  }
  open.endLine();
  const last = open.take();
  if (last) yield last;
}
