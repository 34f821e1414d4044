/*
 * A file is spooled as it was sent, cut between lines: whoever decides it begins with any chunk, knows which line that begins with, and
 * holds no more than one of them.
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

const lineFeed = 0x0a;

const isBlank = (bytes: Buffer, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
};

/** A line went on for longer than a line may; which one. */
export class LineTooLong extends Error {
  constructor(readonly line: number) {
    super(`Line ${line} is too long.`);
  }
}

class OpenChunk {
  private parts: Buffer[] = [];
  private size = 0;
  private reports = 0;
  private lineBytes = 0;
  private hasContent = false;

  constructor(
    private firstLine: number,
    private line: number,
    private readonly longestLine: number,
  ) {}

  /** A part of the line that is open, without its end. */
  add(part: Buffer, from: number, to: number): void {
    this.lineBytes += to - from;
    if (this.lineBytes > this.longestLine) throw new LineTooLong(this.line);
    this.hasContent ||= !isBlank(part, from, to);
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
 * @throws LineTooLong
 */
export async function* chunksOf(
  pieces: AsyncIterable<Buffer>,
  longestLine: number,
): AsyncGenerator<Chunk, void, undefined> {
  const open = new OpenChunk(1, 1, longestLine);
  for await (const piece of pieces) {
    let kept = 0;
    let from = 0;
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, from)) {
      open.add(piece, from, end);
      open.endLine();
      from = end + 1;
      if (!open.isFull(from - kept)) continue;
      open.keep(piece.subarray(kept, from));
      kept = from;
      const chunk = open.take();
      if (chunk) yield chunk;
    }
    open.add(piece, from, piece.length);
    open.keep(piece.subarray(kept));
  }
  open.endLine();
  const last = open.take();
  if (last) yield last;
}
