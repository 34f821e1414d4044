import pg from 'pg';
import { SnapshotPool } from './snapshot.connection.js';

/*
 * Parsers of column values. Instants and days stay text, as in facts and in JSON: a day has no time zone, and no code between the database
 * and an answer needs a `Date`. Numeric stays text too, since it may exceed the range of exact numbers.
 */

/**
 * A bigint column of counts or positions.
 *
 * @throws RangeError beyond 2^53 − 1, where numbers are not exact any more
 */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is beyond the whole numbers that are exact.`);
  return value;
};

/** `YYYY-MM-DDTHH:mm:ss.SSSZ`; microseconds are truncated. */
export const instant = (text: string): string => {
  const utc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (!utc) return new Date(text).toISOString();
  const [, day, time, fraction = ''] = utc;
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
};

/** `YYYY-MM-DD`. */
const day = (text: string): string => text;

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, wholeNumber],
  [pg.types.builtins.DATE, day],
  [pg.types.builtins.TIMESTAMPTZ, instant],
]);

/** Set on our own connections and queries, and not globally, since other libraries in the process expect the driver's defaults. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format ?? 'text'),
};

interface PoolOptions {
  /** Most connections. */
  readonly max: number;
  /** `application_name`, which the server shows for each connection. */
  readonly applicationName: string;
  /** Called when an idle connection is lost. Default: ignored, since the next query opens another one or fails. */
  readonly onSetback?: (error: unknown) => void;
  /** The client-side timeout of queries; to be set where statements may run longer than usual. Default: a little more than the server's. */
  readonly longestAnswerMs?: number;
}

/** The server cancels a longer statement. No page and no decision reads for as long. */
const longestStatementMs = 30_000;
const longestConnectMs = 10_000;
/** A server that hangs cancels nothing: then the query fails on the client's side, and its connection is destroyed. */
const usualLongestAnswerMs = longestStatementMs + 5_000;

/** The connection pool of a process. Its time zone is UTC, so that the text of instants needs no conversion. */
export const createPool = (
  url: string,
  { max, applicationName, onSetback = () => undefined, longestAnswerMs = usualLongestAnswerMs }: PoolOptions,
): SnapshotPool => {
  const pool = new SnapshotPool({
    connectionString: url,
    max,
    application_name: applicationName,
    types: columnTypes,
    options: '-c timezone=UTC',
    statement_timeout: longestStatementMs,
    query_timeout: longestAnswerMs,
    connectionTimeoutMillis: longestConnectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Without a listener a connection that the server closes would end the process.
  pool.on('error', onSetback);
  // A connection in use has no other listener. The query under way, or the next, fails with the error.
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
};

/** Runs work with a connection of the pool, which is destroyed where the work fails. The work must leave no transaction open. */
export const withConnection = async <Result>(
  pool: pg.Pool,
  work: (connection: pg.PoolClient) => Promise<Result>,
): Promise<Result> => {
  const connection = await pool.connect();
  try {
    const result = await work(connection);
    connection.release();
    return result;
  } catch (error) {
    connection.release(true);
    throw error;
  }
};

const answerMs = 3_000;

/**
 * Checks that a database answers, over a connection of its own: a pool whose connections are all in use would not show it.
 *
 * @throws the error of the database or of the connection
 */
export const askDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'xudai availability',
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
  });
  // Without a listener an error between queries would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    // Not awaited: a database that hangs does not close the connection.
    void client.end().catch(() => undefined);
  }
};
