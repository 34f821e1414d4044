import { Readable } from 'node:stream';

/** Lines are written together up to this length. */
const pieceCharacters = 32 * 1024;

/** A line waits for so long at most for others that are to be written with it. */
const longestWaitMs = 20;

/**
 * An answer of lines that is written while they come. A piece of it costs a system call, and more where it is sent encrypted; so lines are
 * gathered as long as others are soon to come, and what is there is written when none are. Nothing more is made while the reader does not
 * take what is there.
 */
export class AnswerLines extends Readable {
  private piece = '';
  private timer: NodeJS.Timeout | undefined;
  private isFull = false;
  private goOn: (() => void) | undefined;
  private isBegun = false;

  /** Lines are added from when somebody reads them, so that a failure never comes before there is anybody to hear of it. */
  constructor(private readonly write: (answer: AnswerLines) => Promise<void>) {
    super({ highWaterMark: 1 });
  }

  /** Undefined when the next line may be made at once; else it waits for the reader, or until the answer is destroyed. */
  add(line: string, isMoreComing: boolean): Promise<void> | undefined {
    this.piece += line;
    if (!isMoreComing || this.piece.length >= pieceCharacters) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), longestWaitMs);
    if (!this.isFull || this.destroyed) return undefined;
    return new Promise((goOn) => (this.goOn = goOn));
  }

  /** After the last line. */
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
