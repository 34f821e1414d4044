import { once } from 'node:events';

/** Where a command says what it found: the answer on one stream, how far it is on the other. */
export class Output {
  private tenths = 0;

  constructor(
    private readonly isJson: boolean,
    private readonly out: NodeJS.WritableStream = process.stdout,
    private readonly beside: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
  ) {}

  /** The whole answer: one JSON object where that was asked for, else lines. */
  answer(json: object, lines: () => readonly string[]): void {
    this.out.write(`${this.isJson ? JSON.stringify(json) : lines().join('\n')}\n`);
  }

  /** A part of an answer that is told as it comes; waits while nobody takes it. */
  async written(part: Uint8Array): Promise<void> {
    if (!this.out.write(part)) await once(this.out, 'drain');
  }

  note(line: string): void {
    this.beside.write(`xudai: ${line}\n`);
  }

  /** A bar on a terminal, else a line for each tenth; `of` what they are tenths, where it is not what the words say. */
  progress(done: number, whole: number, words: string, of = ''): void {
    const share = whole === 0 ? 1 : Math.min(1, done / whole);
    if (this.beside.isTTY) {
      const width = Math.floor(share * 30);
      this.beside.write(`\r[${'='.repeat(width).padEnd(30)}] ${words}${share === 1 ? '\n' : '\u001b[K'}`);
    } else if (Math.floor(share * 10) > this.tenths)
      this.note(`${Math.floor(share * 10) * 10} %${of}, ${words}`);
    this.tenths = share === 1 ? 0 : Math.floor(share * 10);
  }
}
