import pg from 'pg';

/** The projection threw while it applied a batch; the transaction was rolled back. */
export class NotApplied extends Error {
  constructor(options: { readonly cause: unknown }) {
    super('The projection could not apply a batch of facts.', options);
    this.name = 'NotApplied';
  }
}

/**
 * A projection throws this where not the fact but something else failed, such as a log that does not answer or a full disk. The batch is
 * then tried again for as long as it takes.
 */
export class Setback extends Error {
  constructor(message: string, options: { readonly cause: unknown }) {
    super(message, options);
    this.name = 'Setback';
  }
}

/** SQLSTATE classes caused by what was written, not by the state of the server: data, constraints, names. */
const ofTheStatement = /^(22|23|42)/;

/**
 * Whether a fact may be at fault for what a projection threw. Other database errors (lost connection, serialization, full disk, shutdown)
 * go away by themselves, and the same fact may be applied later.
 */
export const isOfTheFact = (error: unknown): boolean =>
  !(error instanceof Setback) &&
  !isOfTheConnection(error) &&
  (!(error instanceof pg.DatabaseError) || ofTheStatement.test(error.code ?? ''));

/** Errors without an answer of the database: of the network, or a time-out of the client. */
const isOfTheConnection = (error: unknown): boolean =>
  error instanceof Error &&
  ('syscall' in error || /^(Query read timeout|Connection terminated|Client )/.test(error.message));

/** Whether PostgreSQL reported a full disk. */
export const isOfRoom = (error: unknown): boolean =>
  error instanceof NotApplied
    ? isOfRoom(error.cause)
    : error instanceof pg.DatabaseError && error.code === '53100';

/** Whether the fact may be parked. An unknown name or a missing privilege (class 42) is a fault of the program or the database. */
export const isOfOneFact = (error: unknown): boolean =>
  isOfTheFact(error) && !(error instanceof pg.DatabaseError && error.code?.startsWith('42'));

/** SQLSTATE, or the name of the error. Its message is left out, since it may repeat a value of the fact. */
export const reasonCode = (error: unknown): string => {
  if (error instanceof pg.DatabaseError) return error.code ?? error.name;
  return error instanceof Error ? error.name : typeof error;
};

export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2_000);
