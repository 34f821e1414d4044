import { Readable } from 'node:stream';

/** Lines are written once they have this length together. */
const pieceCharacters = 32 * 1024;

/** How long a line waits at most for others to be written with it. */
const longestWaitMs = 20;

/**
 * A streamed answer of lines. Each write costs a system call, and encryption with TLS, so lines are collected while more are expected
 * soon. Back-pressure: `add` waits while the client does not read.
 */
export class AnswerLines extends Readable {
  private piece = '';
  private timer: NodeJS.Timeout | undefined;
  private isFull = false;
  private goOn: (() => void) | undefined;
  private isBegun = false;

  /** `write` begins with the first read, so that its failure always has a reader to report to. */
  constructor(private readonly write: (answer: AnswerLines) => Promise<void>) {
    super({ highWaterMark: 1 });
  }

  /** Undefined when the next line may be added at once; else resolves when the client has read, or the answer is destroyed. */
  add(line: string, isMoreComing: boolean): Promise<void> | undefined {
    this.piece += line;
    if (!isMoreComing || this.piece.length >= pieceCharacters) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), longestWaitMs);
    if (!this.isFull || this.destroyed) return undefined;
    return new Promise((goOn) => (this.goOn = goOn));
  }

  end(): void {
    this.flush();
    this.push(null);
  }

  override _read(): void {
    this.isFull = false;
    this.letGoOn();
    if (this.isBegun) return;
    this.isBegun = true;
    this.write(this).catch((error: Error) => this.destroy(error));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.timer);
    this.letGoOn();
    done(error);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.piece === '' || this.destroyed) return;
    const { piece } = this;
    this.piece = '';
    this.isFull = !this.push(piece);
  }

  private letGoOn(): void {
    this.goOn?.();
    this.goOn = undefined;
  }
}
