import { isOutage } from './outage.js';

/** Of a program's logger what is needed here. */
interface Warning {
  warn(about: object, message: string): void;
}

/** Long enough that an outage of hours fits into a log, short enough that who looks sees that it lasts. */
const everyMs = 10_000;
const longestReason = 300;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code !== undefined ? String(error.code) : '';

/** What an error says, and what it was caused by, in one line. */
const reasonOf = (error: unknown): string => {
  const own = error instanceof Error ? error.message || codeOf(error) || error.name : String(error);
  const because = error instanceof Error && error.cause !== undefined ? ` ${reasonOf(error.cause)}` : '';
  return `${own}${because}`.replaceAll(/\s+/g, ' ').slice(0, longestReason).trim();
};

/** Of two errors that say the same in other places there is one kind: streams and times are no part of it. */
const kindOf = (error: unknown): string =>
  `${nameOf(error)} ${codeOf(error)}${error instanceof Error && error.cause !== undefined ? ` ${kindOf(error.cause)}` : ''}`;

interface Told {
  readonly atMs: number;
  leftOut: number;
}

/**
 * Logs what goes wrong while something outside does not answer: in one line, and of each kind one in ten seconds, with how many
 * were left out since the last. An outage would else push out of the log how it began.
 */
export class OutageLines {
  private readonly told = new Map<string, Told>();

  constructor(
    private readonly logger: Warning,
    private readonly nowMs: () => number,
  ) {}

  /** Of a failure that is foreseen, as those of an outage are. */
  outage(error: unknown, message: string, about: object = {}): void {
    const kind = `${message} ${JSON.stringify(about)} ${kindOf(error)}`;
    const atMs = this.nowMs();
    const last = this.told.get(kind);
    if (last && atMs - last.atMs < everyMs) {
      last.leftOut += 1;
      return;
    }
    this.told.set(kind, { atMs, leftOut: 0 });
    const code = codeOf(error);
    this.logger.warn(
      {
        ...about,
        error: nameOf(error),
        ...(code === '' ? {} : { code }),
        reason: reasonOf(error),
        ...(last && last.leftOut > 0 ? { leftOut: last.leftOut } : {}),
      },
      message,
    );
  }

  /** Of whatever error: one that is of no outage is nobody's expectation, and logged whole each time. */
  setback(error: unknown, message: string, about: object = {}): void {
    if (isOutage(error)) this.outage(error, message, about);
    else this.logger.warn({ ...about, err: error }, message);
  }
}
