import { loggedError, reasonOf } from '#logging';
import type { Availability } from './availability.process.js';
import { databaseIsGone, isOutage } from './outage.js';

/** Of a program's logger what is needed here. */
interface Warning {
  warn(about: object, message: string): void;
}

/** Long enough that an outage of hours fits into a log, short enough that who looks sees that it lasts. */
const everyMs = 10_000;

/** Of two errors that say the same in other places there is one kind: streams and times are no part of it. */
const kindOf = (error: unknown): string =>
  `${loggedError(error).type} ${loggedError(error).code ?? ''}${error instanceof Error && error.cause !== undefined ? ` ${kindOf(error.cause)}` : ''}`;

interface LastLine {
  readonly atMs: number;
  leftOut: number;
}

/** What a program depends on. */
interface Watched {
  readonly database: Pick<Availability, 'failed'>;
  /** Undefined where the log lives in the database. */
  readonly eventStore?: Pick<Availability, 'failed'> | undefined;
}

/** In itself or in what caused it. */
const isOfDatabase = (error: unknown): boolean =>
  databaseIsGone(error) || (error instanceof Error && error.cause !== undefined && isOfDatabase(error.cause));

/**
 * Logs what goes wrong while something outside does not answer. That it went away and that it is back is said once each; while it
 * is away nothing else is said of it. What fails though it answers is told in one line, and of each kind one in ten seconds, with
 * how many were left out since the last. An outage would else push out of the log how it began.
 */
export class OutageLines {
  private readonly lastLines = new Map<string, LastLine>();

  /** @param watched without it each failure is told for itself */
  constructor(
    private readonly logger: Warning,
    private readonly nowMs: () => number,
    private readonly watched?: Watched,
  ) {}

  /** Of a failure that is foreseen, as those of an outage are. */
  outage(error: unknown, message: string, about: object = {}): void {
    const line = (): void => this.seldom(error, message, about);
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

  private seldom(error: unknown, message: string, about: object): void {
    const kind = `${message} ${JSON.stringify(about)} ${kindOf(error)}`;
    const atMs = this.nowMs();
    const last = this.lastLines.get(kind);
    if (last && atMs - last.atMs < everyMs) {
      last.leftOut += 1;
      return;
    }
    this.lastLines.set(kind, { atMs, leftOut: 0 });
    const { type, code } = loggedError(error);
    this.logger.warn(
      {
        ...about,
        error: type,
        ...(code === undefined ? {} : { code }),
        reason: reasonOf(error),
        ...(last && last.leftOut > 0 ? { leftOut: last.leftOut } : {}),
      },
      message,
    );
  }
}
