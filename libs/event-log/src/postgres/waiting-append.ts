import type { Appended, RevisionConflict } from '../event-log.js';
import { OutcomeUnknown } from '../event-log-errors.js';
import type { SerialisedAppend } from '../serialised-append.js';

/** An append whose caller waits, at most until its deadline. */
export class WaitingAppend {
  private over = false;
  private lost = false;
  private cause: unknown;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    readonly append: SerialisedAppend,
    deadlineMs: number,
    private readonly done: (answer: Appended | RevisionConflict) => void,
    private readonly failed: (error: unknown) => void,
  ) {
    this.deadline = setTimeout(() => this.fail(this.unknown(this.cause)), deadlineMs);
  }

  /** Its caller was told something. */
  get isOver(): boolean {
    return this.over;
  }

  answer(answer: Appended | RevisionConflict): void {
    this.end();
    this.done(answer);
  }

  /** It was sent, and it was not said what became of it. */
  markLost(): void {
    this.lost = true;
  }

  /** Kept to be told with the deadline. */
  noteSetback(cause: unknown): void {
    this.cause = cause;
  }

  /** The last attempt was rolled back; what an earlier one did that was lost on the way nobody knows. */
  failAsRolledBack(error: Error): void {
    this.fail(this.lost ? this.unknown(error) : error);
  }

  fail(error: unknown): void {
    this.end();
    this.failed(error);
  }

  private unknown(cause: unknown): OutcomeUnknown {
    return new OutcomeUnknown(this.append.stream, cause === undefined ? {} : { cause });
  }

  private end(): void {
    this.over = true;
    clearTimeout(this.deadline);
  }
}
