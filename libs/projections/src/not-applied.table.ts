import pg from 'pg';

/** The projection threw while it applied a batch; the transaction was rolled back. */
export class NotApplied extends Error {
  constructor(options: { readonly cause: unknown }) {
    super('The projection could not apply a batch of facts.', options);
    this.name = 'NotApplied';
  }
}

/**
 * What a projection throws when something beside the fact failed (a log that does not answer, a disk that is full): the batch is
 * tried again for as long as it takes, and the fact is not taken for one that cannot be applied.
 */
export class Setback extends Error {
  constructor(message: string, options: { readonly cause: unknown }) {
    super(message, options);
    this.name = 'Setback';
  }
}

/** SQLSTATE classes that come from what was written, not from the state of the server: data, constraints, names. */
const ofTheStatement = /^(22|23|42)/;

/**
 * Whether what a projection threw says something about the fact. Other database errors (connection lost, serialization, disk
 * full, shutting down) pass, and the same fact may well be applied later.
 */
export const isOfTheFact = (error: unknown): boolean =>
  !(error instanceof Setback) &&
  !isOfTheConnection(error) &&
  (!(error instanceof pg.DatabaseError) || ofTheStatement.test(error.code ?? ''));

/** No answer of the database: of the network, or of the client, which waits for an answer no longer. */
const isOfTheConnection = (error: unknown): boolean =>
  error instanceof Error &&
  ('syscall' in error || /^(Query read timeout|Connection terminated|Client )/.test(error.message));

/** Whether PostgreSQL said that its disk is full. */
export const isOfRoom = (error: unknown): boolean =>
  error instanceof NotApplied
    ? isOfRoom(error.cause)
    : error instanceof pg.DatabaseError && error.code === '53100';

/** Whether it is parked, if it says something of the fact: what is said of a name or a privilege is about the program or the database. */
export const isOfOneFact = (error: unknown): boolean =>
  isOfTheFact(error) && !(error instanceof pg.DatabaseError && error.code?.startsWith('42'));

/** SQLSTATE, or the name of the error. What it says in words may repeat a value of the fact. */
export const reasonCode = (error: unknown): string => {
  if (error instanceof pg.DatabaseError) return error.code ?? error.name;
  return error instanceof Error ? error.name : typeof error;
};

export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2_000);
