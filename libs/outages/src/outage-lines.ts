import { NotAnswered } from '#batching';
import { LogUnavailable, OutcomeUnknown, StorageFull } from '#event-log';
import { loggedError, reasonOf } from '#logging';

const memberOf = (error: unknown, name: 'code' | 'type'): string => {
  const value: unknown =
    typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : '';
  return typeof value === 'string' ? value : '';
};

/** PostgreSQL's classes of a lost connection, of no room and of a server that stops; and what the system says of a socket. */
const goneCodes = /^(08|53|57P|ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)/;
/** What the database's client throws without a code. */
const goneWords =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|has encountered a connection error|Client was closed/;
/** What the event store's client says of a call that came to no answer, or to that of a node that leads no more,
 * or that lets nobody in while it is so. */
const storeTypes = new Set([
  'timeout',
  'deadline-exceeded',
  'unavailable',
  'cancelled',
  'not-leader',
  'access-denied',
]);
/** gRPC's numbers for the same: cancelled, deadline exceeded, unavailable. */
const callCodes = new Set<unknown>([1, 4, 14]);
/** What says it in words alone: no node was found, a call or a connection ended, or nothing came for too long. */
const storeWords =
  /Failed to discover|did not answer|said nothing for|ended a (call|subscription)|was silent|append was left|connection of the follower ended/;

const isOfCall = (error: unknown): boolean =>
  error instanceof Error && 'details' in error && 'code' in error && callCodes.has(error.code);

/** The database was not reached, or went away. */
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

/** Whether an error, or what it was caused by, says no more than that something outside does not answer now. */
export const isOutage = (error: unknown): boolean =>
  isOneItself(error) || (error instanceof Error && error.cause !== undefined && isOutage(error.cause));

/* What a program logs of faults and outages: few lines, however often the same happens. */

/** Of a program's logger what is needed here. */
interface ErrorLog {
  error(about: object, message: string): void;
}

interface Warning {
  warn(about: object, message: string): void;
}

/** Long enough that an outage of hours fits into a log, short enough that who looks sees that it lasts. */
const everyMs = 10_000;

/** Of each kind one line in ten seconds, with how many were left out since the last. */
class RareLines {
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

/** Faults of one kind are of one place in the code, whatever values they met there. */
const kindOfFault = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${code} ${frame} ${error.cause === undefined ? '' : kindOfFault(error.cause)}`;
};

/**
 * Logs what is broken whole, with its cause and where it broke. Whoever can cause a fault can cause it a thousand times a second;
 * who mends it needs it once.
 */
export class FaultLines {
  private readonly lines: RareLines;

  constructor(
    private readonly logger: ErrorLog,
    nowMs: () => number,
  ) {
    this.lines = new RareLines(nowMs);
  }

  fault(error: unknown, message: string): void {
    this.lines.write(`${message} ${kindOfFault(error)}`, (leftOut) =>
      this.logger.error({ err: error, ...leftOut }, message),
    );
  }
}

/** Of two errors that say the same in other places there is one kind: streams and times are no part of it. */
const kindOfOutage = (error: unknown): string =>
  `${loggedError(error).type} ${loggedError(error).code ?? ''}${error instanceof Error && error.cause !== undefined ? ` ${kindOfOutage(error.cause)}` : ''}`;

/** Asks its dependency whether it answers; writes the line where it does. */
interface Suspect {
  failed(line: () => void): void;
}

/** What a program depends on. */
interface Watched {
  readonly database: Suspect;
  /** Undefined where the log lives in the database. */
  readonly eventStore?: Suspect | undefined;
}

/** In itself or in what caused it. */
const isOfDatabase = (error: unknown): boolean =>
  databaseIsGone(error) || (error instanceof Error && error.cause !== undefined && isOfDatabase(error.cause));

/**
 * Logs what goes wrong while something outside does not answer. That it went away and that it is back is said once each; while it
 * is away nothing else is said of it. What fails though it answers is one line of its kind in ten seconds: an outage would else
 * push out of the log how it began.
 */
export class OutageLines {
  private readonly lines: RareLines;

  /** @param watched without it each failure is logged for itself */
  constructor(
    private readonly logger: Warning,
    nowMs: () => number,
    private readonly watched?: Watched,
  ) {
    this.lines = new RareLines(nowMs);
  }

  /** Of a failure that is foreseen, as those of an outage are. */
  outage(error: unknown, message: string, about: object = {}): void {
    const line = (): void => this.rarely(error, message, about);
    const { database, eventStore = database } = this.watched ?? {};
    const suspected = isOfDatabase(error) ? database : eventStore;
    if (suspected) suspected.failed(line);
    else line();
  }

  /** Of whatever error: one that is of no outage is nobody's expectation, and logged whole each time. */
  setback(error: unknown, message: string, about: object = {}): void {
    if (isOutage(error)) this.outage(error, message, about);
    else this.logger.warn({ ...about, err: error }, message);
  }

  private rarely(error: unknown, message: string, about: object): void {
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
