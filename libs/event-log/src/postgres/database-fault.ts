/**
 * What an error says: `statement`, that what was sent is at fault and always will be; `full`, that there is no room; `passing`,
 * that the same may well succeed later; `shortened`, that the log ends before what was seen of it; `other`, that something is wrong that neither waiting nor sending less mends.
 */
export type DatabaseFault = 'statement' | 'full' | 'passing' | 'shortened' | 'other';

/** An error that PostgreSQL told; those of sockets and time-outs have no severity. */
interface PostgresError {
  readonly code: string;
  readonly severity: string;
}

const isPostgresError = (error: unknown): error is PostgresError =>
  error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';

/** Data exceptions, violated constraints, a value longer than an index or the protocol takes. */
const ofTheStatement = /^(22|23|54)/;
/** Connections, logins, rollbacks, resources, locks, an operator's doing, a disk, a server that is a standby now. */
const passing = /^(08|28|40|53|55|57|58|25006)/;

export const faultOf = (error: unknown): DatabaseFault => {
  if (!isPostgresError(error)) return 'passing';
  if (error.code === '53100') return 'full';
  if (error.code === 'XD001') return 'shortened';
  if (ofTheStatement.test(error.code)) return 'statement';
  return passing.test(error.code) ? 'passing' : 'other';
};

/** SQLSTATE, or nothing when the database did not tell the error. */
export const codeOf = (error: unknown): string => (isPostgresError(error) ? error.code : '');

/** Whether the database said that the statement was rolled back. With anything worse it may have been committed. */
export const isRolledBack = (error: unknown): boolean => isPostgresError(error) && error.severity === 'ERROR';
