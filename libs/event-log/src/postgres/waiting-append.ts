import { BoundedQueue, Waiting } from '#batching';
import type { Appended, RevisionConflict } from '../event-log.js';
import { OutcomeUnknown } from '../event-log-errors.js';
import type { SerialisedAppend } from '../serialised-append.js';

/** What is known of an append while its caller waits. */
interface Heard {
  /** It was sent at least once without an answer, so it may be recorded. */
  isLost: boolean;
  /** The last error, which becomes the cause of the time-out. */
  cause: unknown;
}

/** An append whose caller waits, at most until its deadline. */
export class WaitingAppend extends Waiting<Appended | RevisionConflict> {
  private readonly heard: Heard;

  constructor(
    readonly append: SerialisedAppend,
    deadlineMs: number,
    done: (answer: Appended | RevisionConflict) => void,
    failed: (error: unknown) => void,
  ) {
    const heard: Heard = { isLost: false, cause: undefined };
    super(done, failed, { deadlineMs, onLate: () => unknown(append, heard.cause) });
    this.heard = heard;
  }

  /** The append was sent without an answer. */
  markLost(): void {
    this.heard.isLost = true;
  }

  /** Keeps the error as the cause of a time-out. */
  noteSetback(cause: unknown): void {
    this.heard.cause = cause;
  }

  /** The last attempt was rolled back. Where an earlier one had no answer the outcome is unknown all the same. */
  failAsRolledBack(error: Error): void {
    this.fail(this.heard.isLost ? unknown(this.append, error) : error);
  }
}

const unknown = ({ stream }: SerialisedAppend, cause: unknown): OutcomeUnknown =>
  new OutcomeUnknown(stream, cause === undefined ? {} : { cause });

/** A queue for each stream, because one statement holds no two appends to the same stream. */
export const appendQueue = (): BoundedQueue<WaitingAppend> =>
  new BoundedQueue({
    // No more than are written in some seconds. During an outage further appends fail at once.
    most: { items: 20_000, bytes: 64_000_000 },
    mostTogether: { items: 500, bytes: 2_000_000 },
    lineOf: ({ append }) => append.stream,
    bytesOf: ({ append }) => append.bytes,
  });
