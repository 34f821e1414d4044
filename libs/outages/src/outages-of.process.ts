import type { Logger } from 'pino';
import { LogUnavailable, type OpenLog, WrongLog } from '#event-log';
import { loggedError, reasonOf } from '#logging';
import { inTime, pause } from '#wake-up';
import { databaseIsGone, OutageLines } from './outage-lines.js';

interface Asked {
  readonly askDatabase: () => Promise<unknown>;
  /** The log, where it is in an event store; gives undefined before the log is open. */
  readonly eventStoreLog: (() => Pick<OpenLog, 'state'> | undefined) | undefined;
}

/** The outage log of a program. Whether a dependency is unavailable is found out by asking it. */
export const outagesOf = (logger: Logger, { askDatabase, eventStoreLog }: Asked): OutageLines => {
  const nowMs = (): number => performance.now();
  const watched = (name: string, ask: () => Promise<unknown>): Availability =>
    new Availability({ name, ask }, logger, nowMs);
  return new OutageLines(logger, nowMs, {
    database: watched('the database', askDatabase),
    eventStore: eventStoreLog && watched('the event store', () => askStore(eventStoreLog())),
  });
};

const askStore = async (log: Pick<OpenLog, 'state'> | undefined): Promise<void> => {
  const { eventStore } = (await log?.state()) ?? { eventStore: null };
  if (eventStore === null || eventStore.answers === 'yes') return;
  throw new LogUnavailable(
    undefined,
    eventStore.answers === 'denied' ? 'It denies access.' : 'It does not answer, or has no leader.',
  );
};

/** Why a program cannot start, in a sentence for the operator; undefined for unexpected errors. */
export const reasonNotToBegin = (
  error: unknown,
): { readonly sentence: string; readonly exitCode: 1 | 2 } | undefined => {
  if (error instanceof WrongLog) return { sentence: error.message, exitCode: 2 };
  if (error instanceof LogUnavailable) return { sentence: reasonOf(error), exitCode: 1 };
  return isOfDatabase(error)
    ? { sentence: `The database cannot be used. ${reasonOf(error)}`, exitCode: 1 }
    : undefined;
};

/** The database does not answer, refuses the login, does not exist, or was not migrated to this version. */
const isOfDatabase = (error: unknown): boolean =>
  databaseIsGone(error) ||
  (error instanceof Error && 'code' in error && /^(28...|3D000|42P01|42501)$/.test(String(error.code)));

interface Dependency {
  /** Its name in log lines, as `the database`. */
  readonly name: string;
  /** Resolves when it answers, else throws. */
  readonly ask: () => Promise<unknown>;
}

interface Warning {
  warn(about: object, message: string): void;
}

const answerMs = 5_000;
const askAgainMs = 500;
const mostHeld = 100;
const silent = Symbol('no answer in time');

/**
 * Watches a dependency: asks it as soon as an operation fails that may depend on it. An outage is logged with one line at its beginning and
 * one at its end, with its duration and the number of failures, and not with a line for each failure.
 */
export class Availability {
  /** Log lines of failures that are held back until the dependency has answered or not; undefined while none is held. */
  private held: (() => void)[] | undefined;
  private failures = 0;

  constructor(
    private readonly dependency: Dependency,
    private readonly logger: Warning,
    private readonly nowMs: () => number,
    private readonly againMs = askAgainMs,
  ) {}

  /** @param line logs the failure; called where the dependency answers all the same */
  failed(line: () => void): void {
    this.failures += 1;
    if (this.held) {
      if (this.held.length < mostHeld) this.held.push(line);
      return;
    }
    this.held = [line];
    void this.find();
  }

  private async find(): Promise<void> {
    const sinceMs = this.nowMs();
    const first = await this.fault();
    if (first === undefined) return this.settle().forEach((line) => line());
    const { type, code } = loggedError(first);
    this.logger.warn(
      { error: type, ...(code === undefined ? {} : { code }), reason: reasonOf(first) },
      `${this.dependency.name} is away`,
    );
    while ((await this.fault()) !== undefined) await pause(this.againMs);
    const failures = this.failures;
    this.settle();
    const awaySeconds = Math.round((this.nowMs() - sinceMs) / 100) / 10;
    this.logger.warn({ awaySeconds, failures }, `${this.dependency.name} is back`);
  }

  /** Returns the lines held back, and begins anew. */
  private settle(): readonly (() => void)[] {
    const held = this.held ?? [];
    this.held = undefined;
    this.failures = 0;
    return held;
  }

  private async fault(): Promise<unknown> {
    try {
      const answer = await inTime(this.dependency.ask(), answerMs, silent);
      return answer === silent ? new Error(`It did not answer in ${answerMs / 1_000} s.`) : undefined;
    } catch (error) {
      return error;
    }
  }
}
