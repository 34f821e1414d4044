import type { Logger } from 'pino';
import { LogUnavailable, type OpenLog, WrongLog } from '#event-log';
import { reasonOf } from '#logging';
import { Availability } from './availability.process.js';
import { databaseIsGone } from './outage.js';
import { OutageLines } from './outage-lines.js';

interface Asked {
  readonly askDatabase: () => Promise<unknown>;
  /** The log where it lives in an event store; undefined before it is open. */
  readonly eventStoreLog: (() => Pick<OpenLog, 'state'> | undefined) | undefined;
}

/** The lines of a program's outages. Whether something is away is found out by asking it. */
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

/** Why a program cannot begin, in a sentence for whoever starts it; undefined of what nobody foresaw. */
export const reasonNotToBegin = (
  error: unknown,
): { readonly sentence: string; readonly exitCode: 1 | 2 } | undefined => {
  if (error instanceof WrongLog) return { sentence: error.message, exitCode: 2 };
  if (error instanceof LogUnavailable) return { sentence: reasonOf(error), exitCode: 1 };
  return isOfDatabase(error)
    ? { sentence: `The database cannot be used. ${reasonOf(error)}`, exitCode: 1 }
    : undefined;
};

/** It does not answer, lets this login not in, is not there, or was not migrated to what this version needs. */
const isOfDatabase = (error: unknown): boolean =>
  databaseIsGone(error) ||
  (error instanceof Error && 'code' in error && /^(28...|3D000|42P01|42501)$/.test(String(error.code)));
