import { NotAnswered } from '#batching';
import { LogUnavailable, OutcomeUnknown, StorageFull } from '#event-log';
import { loggedError, reasonOf } from '#logging';

const memberOf = (error: unknown, name: 'code' | 'type'): string => {
  const value: unknown =
    typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : '';
  return typeof value === 'string' ? value : '';
};

/** SQLSTATE classes of lost connections, insufficient resources and server shutdown; and error codes of sockets. */
const goneCodes = /^(08|53|57P|ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)/;
/** Messages of the database driver that have no code. */
const goneWords =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|has encountered a connection error|Client was closed/;
/** Error types of the event store's client for calls without an answer, or answered by a node that is no longer the leader or not ready. */
const storeTypes = new Set([
  'timeout',
  'deadline-exceeded',
  'unavailable',
  'cancelled',
  'not-leader',
  'access-denied',
]);
/** gRPC status codes: cancelled, deadline exceeded, unavailable. */
const callCodes = new Set<unknown>([1, 4, 14]);
/** Messages without a type: no node was found, a call or a connection ended, or nothing arrived for too long. */
const storeWords =
  /Failed to discover|did not answer|said nothing for|ended a (call|subscription)|was silent|append was left|connection of the follower ended/;

const isOfCall = (error: unknown): boolean =>
  error instanceof Error && 'details' in error && 'code' in error && callCodes.has(error.code);

/** Whether the database was not reached, or the connection was lost. */
export const databaseIsGone = (error: unknown): boolean =>
  error instanceof NotAnswered ||
  goneCodes.test(memberOf(error, 'code')) ||
  (error instanceof Error && goneWords.test(error.message));

const isOneItself = (error: unknown): boolean =>
  error instanceof LogUnavailable ||
  error instanceof OutcomeUnknown ||
  error instanceof StorageFull ||
  databaseIsGone(error) ||
  storeTypes.has(memberOf(error, 'type')) ||
  isOfCall(error) ||
  (error instanceof Error && storeWords.test(error.message));

/** Whether an error, or one of its causes, says that a dependency does not answer now. */
export const isOutage = (error: unknown): boolean =>
  isOneItself(error) || (error instanceof Error && error.cause !== undefined && isOutage(error.cause));

/* Rate-limited logging of faults and outages. */

interface ErrorLog {
  error(about: object, message: string): void;
}

interface Warning {
  warn(about: object, message: string): void;
}

/** Long enough that an outage of hours does not fill the log, short enough that a reader sees that it lasts. */
const everyMs = 10_000;

/** Writes one line of each kind in ten seconds at most, with the number of lines left out since the last. */
class LimitedLines {
  private readonly last = new Map<string, { readonly atMs: number; leftOut: number }>();

  constructor(private readonly nowMs: () => number) {}

  write(kind: string, line: (leftOut: { readonly leftOut?: number }) => void): void {
    const atMs = this.nowMs();
    const last = this.last.get(kind);
    if (last && atMs - last.atMs < everyMs) {
      last.leftOut += 1;
      return;
    }
    this.last.set(kind, { atMs, leftOut: 0 });
    line(last && last.leftOut > 0 ? { leftOut: last.leftOut } : {});
  }
}

/** Faults are of one kind where they have the same place in the code, whatever values they met. */
const kindOfFault = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${code} ${frame} ${error.cause === undefined ? '' : kindOfFault(error.cause)}`;
};

/** Logs bugs with their stack and causes. Limited by kind, since a request that causes one may be sent a thousand times a second. */
export class FaultLines {
  private readonly lines: LimitedLines;

  constructor(
    private readonly logger: ErrorLog,
    nowMs: () => number,
  ) {
    this.lines = new LimitedLines(nowMs);
  }

  fault(error: unknown, message: string): void {
    this.lines.write(`${message} ${kindOfFault(error)}`, (leftOut) =>
      this.logger.error({ err: error, ...leftOut }, message),
    );
  }
}

/** Outages are of one kind where they have the same types and codes, whatever streams and times their messages name. */
const kindOfOutage = (error: unknown): string =>
  `${loggedError(error).type} ${loggedError(error).code ?? ''}${error instanceof Error && error.cause !== undefined ? ` ${kindOfOutage(error.cause)}` : ''}`;

/** A watched dependency (`Availability`): asked whether it answers, and writes the line where it does. */
interface WatchedDependency {
  failed(line: () => void): void;
}

/** The dependencies of a program. */
interface Watched {
  readonly database: WatchedDependency;
  /** Undefined where the log is in the database. */
  readonly eventStore?: WatchedDependency | undefined;
}

/** Whether the error or one of its causes is of the database. */
const isOfDatabase = (error: unknown): boolean =>
  databaseIsGone(error) || (error instanceof Error && error.cause !== undefined && isOfDatabase(error.cause));

/**
 * Logs failures of dependencies. An outage has one line at its beginning and one at its end. Failures while the dependency answers have one
 * line of each kind in ten seconds, so that many of them do not rotate the beginning of an outage out of the log.
 */
export class OutageLines {
  private readonly lines: LimitedLines;

  /** @param watched absent: failures are logged without asking the dependency */
  constructor(
    private readonly logger: Warning,
    nowMs: () => number,
    private readonly watched?: Watched,
  ) {
    this.lines = new LimitedLines(nowMs);
  }

  /** Logs an expected failure. */
  outage(error: unknown, message: string, about: object = {}): void {
    const line = (): void => this.limited(error, message, about);
    const { database, eventStore = database } = this.watched ?? {};
    const dependency = isOfDatabase(error) ? database : eventStore;
    if (dependency) dependency.failed(line);
    else line();
  }

  /** Logs any error: one that is no outage is unexpected, and logged whole each time. */
  setback(error: unknown, message: string, about: object = {}): void {
    if (isOutage(error)) this.outage(error, message, about);
    else this.logger.warn({ ...about, err: error }, message);
  }

  private limited(error: unknown, message: string, about: object): void {
    this.lines.write(`${message} ${JSON.stringify(about)} ${kindOfOutage(error)}`, (leftOut) => {
      const { type, code } = loggedError(error);
      const reason = reasonOf(error);
      this.logger.warn(
        { ...about, error: type, ...(code === undefined ? {} : { code }), reason, ...leftOut },
        message,
      );
    });
  }
}
