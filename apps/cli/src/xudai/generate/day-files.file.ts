import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

interface OpenFile {
  readonly fd: number;
  lines: string[];
  length: number;
  count: number;
}

/** The files of one day, one for each institution that has a line on it, written in parts so that no day has to fit into memory. */
export class DayFiles {
  private readonly open = new Map<string, OpenFile>();
  private readonly digest = createHash('sha256');
  private folder = '';
  private day = '';
  files = 0;
  bytes = 0;

  constructor(private readonly out: string) {}

  begin(day: string): void {
    this.end();
    this.day = day;
    this.folder = path.join(this.out, day);
  }

  /** Gives the place of the line: its file, and its number there, from 1. */
  write(institution: string, line: string): { readonly file: string; readonly line: number } {
    let file = this.open.get(institution);
    if (!file) {
      if (this.open.size === 0) mkdirSync(this.folder, { recursive: true });
      file = {
        fd: openSync(path.join(this.folder, `${institution}.ndjson`), 'wx'),
        lines: [],
        length: 0,
        count: 0,
      };
      this.open.set(institution, file);
      this.files += 1;
    }
    file.lines.push(line);
    file.length += line.length;
    file.count += 1;
    if (file.length > 65_536) this.flush(institution, file);
    return { file: `${this.day}/${institution}.ndjson`, line: file.count };
  }

  private flush(institution: string, file: OpenFile): void {
    const text = Buffer.from(`${file.lines.join('\n')}\n`);
    this.digest.update(`${this.day}/${institution}\n`).update(text);
    this.bytes += text.length;
    for (let written = 0; written < text.length;) written += writeSync(file.fd, text, written);
    file.lines = [];
    file.length = 0;
  }

  private end(): void {
    for (const [institution, file] of this.open) {
      if (file.lines.length > 0) this.flush(institution, file);
      closeSync(file.fd);
    }
    this.open.clear();
  }

  /** SHA-256 over all of it, in the order in which it was written. */
  finish(): string {
    this.end();
    return this.digest.digest('hex');
  }
}
