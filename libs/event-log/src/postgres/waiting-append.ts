import { BoundedQueue, Waiting } from '#batching';
import type { Appended, RevisionConflict } from '../event-log.js';
import { OutcomeUnknown } from '../event-log-errors.js';
import type { SerialisedAppend } from '../serialised-append.js';

/** What was heard of an append while its caller waits. */
interface Heard {
  /** It was sent, and it was not said what became of it. */
  isLost: boolean;
  /** What stood in the way last, to be told with the deadline. */
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

  /** It was sent, and it was not said what became of it. */
  markLost(): void {
    this.heard.isLost = true;
  }

  /** Kept to be told with the deadline. */
  noteSetback(cause: unknown): void {
    this.heard.cause = cause;
  }

  /** The last attempt was rolled back; what an earlier one did that was lost on the way nobody knows. */
  failAsRolledBack(error: Error): void {
    this.fail(this.heard.isLost ? unknown(this.append, error) : error);
  }
}

const unknown = ({ stream }: SerialisedAppend, cause: unknown): OutcomeUnknown =>
  new OutcomeUnknown(stream, cause === undefined ? {} : { cause });

/** One line for each stream: a group is written by one statement, and holds no two appends of a stream. */
export const appendQueue = (): BoundedQueue<WaitingAppend> =>
  new BoundedQueue({
    // No more than are written in some seconds: during an outage the others are told at once.
    most: { items: 20_000, bytes: 64_000_000 },
    mostTogether: { items: 500, bytes: 2_000_000 },
    lineOf: ({ append }) => append.stream,
    bytesOf: ({ append }) => append.bytes,
  });
