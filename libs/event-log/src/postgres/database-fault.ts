/**
 * The kind of a database error. `statement`: the values sent are at fault, and a retry fails again. `full`: the disk is full. `passing`: a
 * retry may succeed. `shortened`: the log ends before a fact that is known. `other`: anything else, which no retry helps.
 */
export type DatabaseFault = 'statement' | 'full' | 'passing' | 'shortened' | 'other';

/** An error reported by the server. Errors of sockets and timeouts have no severity. */
interface PostgresError {
  readonly code: string;
  readonly severity: string;
}

const isPostgresError = (error: unknown): error is PostgresError =>
  error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';

/** SQLSTATE classes: data exception, constraint violation, program limit exceeded. */
const ofTheStatement = /^(22|23|54)/;
/**
 * Connection, authorisation, rollback, resources, object state, operator intervention, system error; 25006: the server is a standby now.
 */
const passing = /^(08|28|40|53|55|57|58|25006)/;

export const faultOf = (error: unknown): DatabaseFault => {
  if (!isPostgresError(error)) return 'passing';
  if (error.code === '53100') return 'full';
  if (error.code === 'XD001') return 'shortened';
  if (ofTheStatement.test(error.code)) return 'statement';
  return passing.test(error.code) ? 'passing' : 'other';
};

/** SQLSTATE; empty where the error is not the server's. */
export const codeOf = (error: unknown): string => (isPostgresError(error) ? error.code : '');

/** Whether the statement was certainly rolled back. After a lost connection or a FATAL error it may have been committed. */
export const isRolledBack = (error: unknown): boolean => isPostgresError(error) && error.severity === 'ERROR';
