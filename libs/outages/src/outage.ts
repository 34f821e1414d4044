import { NotAnswered } from '#batching';
import { LogUnavailable, OutcomeUnknown, StorageFull } from '#event-log';

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
