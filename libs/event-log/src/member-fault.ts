import { AppendTooLarge, NoFact, NotStorable } from './event-log-errors.js';
import { faultOf } from './postgres/database-fault.js';

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
