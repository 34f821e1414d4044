import { faultOf } from './postgres/database-fault.js';

/** Whether the append was stored is not known. The identical append may be repeated at any time; it is stored once. */
export class OutcomeUnknown extends Error {
  constructor(stream: string, options?: ErrorOptions) {
    super(`The log did not say in time whether the append to ${stream} was stored.`, options);
    this.name = 'OutcomeUnknown';
  }
}

/** The append is over the log's limit; nothing was written. */
export class AppendTooLarge extends Error {
  constructor(bytes: number, limit: number) {
    super(`The append has ${bytes} bytes; the log takes ${limit} at once.`);
    this.name = 'AppendTooLarge';
  }
}

/**
 * The append holds a value that the log cannot store, such as an invalid day; nothing was written. Without the database's message, which
 * repeats values.
 */
export class NotStorable extends Error {
  constructor(
    stream: string,
    /** SQLSTATE, or the error of another store. */
    readonly code: string,
  ) {
    super(`The append to ${stream} holds what the log cannot store (${code}).`);
    this.name = 'NotStorable';
  }
}

/** The log cannot be read now. */
export class LogUnavailable extends Error {
  constructor(options?: ErrorOptions, message = 'The log does not answer.') {
    super(message, options);
    this.name = 'LogUnavailable';
  }
}

/** The event store is not the one whose facts the database has, or is an older copy of it. Nothing is decided or recorded meanwhile. */
export class AnotherStore extends LogUnavailable {
  constructor() {
    super(undefined, 'The event store does not hold the last fact of the sequence.');
    this.name = 'AnotherStore';
  }
}

/** The log ends before a fact that was read from it. Meanwhile nothing is decided or recorded, and no answer rests on the missing facts. */
export class LogShortened extends LogUnavailable {
  constructor(options?: ErrorOptions) {
    super(options, 'The log ends before a fact that was seen of it.');
    this.name = 'LogShortened';
  }
}

/** The index does not have all reports yet that were recorded before this process started. */
export class IndexBehind extends LogUnavailable {
  constructor() {
    super(undefined, 'The index of reports does not know all that is recorded yet.');
    this.name = 'IndexBehind';
  }
}

/** An event in the registry's own streams that is no fact: another program writes there. Later events cannot be relied on. */
export class NoFact extends Error {
  constructor(eventId: string, stream: string, revision: number) {
    super(`The event ${eventId}, revision ${revision} of ${stream}, is no fact of this registry.`);
    this.name = 'NoFact';
  }
}

/** The disk is full; nothing was written, and reads go on. */
export class StorageFull extends Error {
  constructor(options?: ErrorOptions) {
    super('The log has no room left.', options);
    this.name = 'StorageFull';
  }
}

/** The overlay holds as many appends as it may; this one was not kept. */
export class OverlayFull extends Error {
  constructor(limit: number) {
    super(`The overlay takes ${limit} appends of its own.`);
    this.name = 'OverlayFull';
  }
}

const isOfDeletedStream = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'stream-deleted';

/**
 * Whether an error is the fault of one member of a batch, or of what is stored under it, so that the others may succeed without it. An
 * outage is not.
 */
export const isOfMember = (error: unknown): boolean =>
  error instanceof NotStorable ||
  error instanceof AppendTooLarge ||
  error instanceof NoFact ||
  isOfDeletedStream(error) ||
  faultOf(error) === 'statement';
