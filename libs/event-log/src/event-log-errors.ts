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

/** The append holds a value that the log cannot store, such as a day that is none; nothing was written. Says no more, since
 * what the database says of it repeats the values. */
export class NotStorable extends Error {
  constructor(
    stream: string,
    /** SQLSTATE, also where another store refuses what PostgreSQL would; or what else the store says. */
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

/** What answers is not the log whose facts the database has, or an older copy of it. Nothing is decided or recorded meanwhile. */
export class AnotherStore extends LogUnavailable {
  constructor() {
    super(undefined, 'The event store does not hold the last fact of the sequence.');
    this.name = 'AnotherStore';
  }
}

/** The log ends before a fact that was seen of it. Nothing is decided or recorded meanwhile, and what rests on the missing facts is not shown. */
export class LogShortened extends LogUnavailable {
  constructor(options?: ErrorOptions) {
    super(options, 'The log ends before a fact that was seen of it.');
    this.name = 'LogShortened';
  }
}

/** What was recorded before this process began is not all in the index yet. */
export class IndexBehind extends LogUnavailable {
  constructor() {
    super(undefined, 'The index of reports does not know all that is recorded yet.');
    this.name = 'IndexBehind';
  }
}

/** An event in the registry's own streams that is no fact of it: somebody else writes there. Nothing after it can be relied on. */
export class NoFact extends Error {
  constructor(eventId: string, stream: string, revision: number) {
    super(`The event ${eventId}, revision ${revision} of ${stream}, is no fact of this registry.`);
    this.name = 'NoFact';
  }
}

/** There is no room for more facts; nothing was written, and reading goes on. */
export class StorageFull extends Error {
  constructor(options?: ErrorOptions) {
    super('The log has no room left.', options);
    this.name = 'StorageFull';
  }
}

/** The overlay holds as many appends of its own as it may; nothing was kept of this one. */
export class OverlayFull extends Error {
  constructor(limit: number) {
    super(`The overlay takes ${limit} appends of its own.`);
    this.name = 'OverlayFull';
  }
}

const isOfDeletedStream = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'stream-deleted';

/**
 * Whether an error is the fault of what was asked or sent, or of what is stored under it: among many that went together the
 * others may succeed without it. An outage is not, nor is anything else that one alone would meet as well.
 */
export const isOfMember = (error: unknown): boolean =>
  error instanceof NotStorable ||
  error instanceof AppendTooLarge ||
  error instanceof NoFact ||
  isOfDeletedStream(error) ||
  faultOf(error) === 'statement';
