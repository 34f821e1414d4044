import { once } from 'node:events';
import { plain, plainJson } from './plain-text.js';

/** Characters that take two columns of a terminal: Chinese, Japanese and Korean ones, and what stands among them. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g;

const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0);

const isNumber = (text: string): boolean => /^-?[\d,.]+%?$/.test(text);

/** Lines of equal columns; a column of numbers ends on the right. */
export const textTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] => {
  const widths = head.map((name, at) =>
    Math.max(...[name, ...rows.map((row) => row[at] ?? '')].map(widthOf)),
  );
  const onTheRight = head.map(
    (_, at) =>
      rows.length > 0 && rows.every((row) => ['', '–'].includes(row[at] ?? '') || isNumber(row[at] ?? '')),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const room = ' '.repeat((widths[at] ?? 0) - widthOf(cell));
        return onTheRight[at] ? room + cell : cell + room;
      })
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
};

/** `1234567.00` as `1,234,567.00`. */
export const grouped = (decimal: string): string => {
  const [whole = '', fraction] = decimal.split('.');
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...(fraction === undefined ? [] : [fraction])].join('.');
};

/** Where a command says what it found: the answer on one stream, how far it is on the other. */
export class Output {
  private tenths = 0;

  constructor(
    private readonly isJson: boolean,
    private readonly out: NodeJS.WritableStream = process.stdout,
    private readonly errors: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
  ) {}

  /** The whole answer: one JSON object where that was asked for, else lines. */
  answer(json: object, lines: () => readonly string[]): void {
    this.out.write(`${this.isJson ? plainJson(json) : lines().map(plain).join('\n')}\n`);
  }

  /** The whole answer, where it is a file as it stands. */
  text(json: object, content: string): void {
    this.out.write(`${this.isJson ? plainJson(json) : content}\n`);
  }

  /** A part of an answer that is reported as it comes; waits while nobody takes it. */
  async written(part: Uint8Array): Promise<void> {
    if (!this.out.write(part)) await once(this.out, 'drain');
  }

  note(line: string): void {
    this.errors.write(`xudai: ${plain(line)}\n`);
  }

  /** A bar on a terminal, else a line for each tenth; `of` what they are tenths, where it is not what the words say. */
  progress(done: number, whole: number, sentence: string, of = ''): void {
    const words = plain(sentence);
    const share = whole === 0 ? 1 : Math.min(1, done / whole);
    if (this.errors.isTTY) {
      const width = Math.floor(share * 30);
      this.errors.write(`\r[${'='.repeat(width).padEnd(30)}] ${words}${share === 1 ? '\n' : '\u001b[K'}`);
    } else if (Math.floor(share * 10) > this.tenths)
      this.note(`${Math.floor(share * 10) * 10} %${of}, ${words}`);
    this.tenths = share === 1 ? 0 : Math.floor(share * 10);
  }
}
