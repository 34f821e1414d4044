import pg from 'pg';
import { SnapshotPool } from './snapshot.connection.js';

/*
 * Values of columns as the code reads them. Instants and days are text, as in facts and in JSON: a day has no time zone, and
 * nothing between the database and an answer needs a Date. Numeric stays text too: it may be longer than a number holds.
 */

/**
 * A bigint column that holds counts or positions.
 *
 * @throws RangeError beyond 2^53 − 1, where two values would look the same
 */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is beyond the whole numbers that are exact.`);
  return value;
};

/** `YYYY-MM-DDTHH:mm:ss.SSSZ`; digits beyond the milliseconds are cut off. */
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

/** For connections and queries of ours; what other libraries read in the same process stays as they expect it. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format ?? 'text'),
};

interface PoolOptions {
  /** Connections at most. */
  readonly max: number;
  /** Shown by the server beside each connection. */
  readonly applicationName: string;
  /** Called with connections that were lost while nobody used them. Passed over unless given: the next query connects anew, or fails and says so. */
  readonly onSetback?: (error: unknown) => void;
  /** For who lets statements run longer than others; a little more than these unless given. */
  readonly longestAnswerMs?: number;
}

/** No page and no decision reads for as long as this; what does is broken off by the server. */
const longestStatementMs = 30_000;
const longestConnectMs = 10_000;
/** A server that fell silent breaks nothing off: then the query fails here, and its connection is given up. */
const usualLongestAnswerMs = longestStatementMs + 5_000;

/** Connections of one process under one login. The server's clock is shown in UTC, so that instants need no calculation. */
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
  // While somebody holds it a lost connection has no other listener; the query under way, or the next, fails and says so.
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
};

/** One connection for some work, which leaves no transaction open. It is not used again where the work failed. */
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
 * Whether a database answers, asked over a connection of its own: a pool whose connections are all taken says nothing about it.
 *
 * @throws what the database, or the way to it, says
 */
export const askDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'xudai availability',
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
  });
  // What is lost later than at a question has no other listener.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    // Not waited for: a database that hangs does not say goodbye.
    void client.end().catch(() => undefined);
  }
};
