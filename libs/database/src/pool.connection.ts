import { columnTypes } from './column-types.connection.js';
import { SnapshotPool } from './snapshot.connection.js';

export interface PoolOptions {
  /** Connections at most. */
  readonly max: number;
  /** Shown by the server beside each connection. */
  readonly applicationName: string;
  /** Told of connections that were lost while nobody used them. Passed over unless given: the next query connects anew, or fails and says so. */
  readonly onSetback?: (error: unknown) => void;
  /** For who lets statements run longer than others; a little more than these unless told. */
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
