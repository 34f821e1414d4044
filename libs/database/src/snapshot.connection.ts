import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { FrequentStatements } from './frequent-statements.js';

interface Snapshot {
  readonly connection: pg.PoolClient;
  /** Settles with the last query; the next one waits for it. */
  last: Promise<unknown>;
  /** After its end, queries of work that outlives the snapshot use the pool. */
  over: boolean;
}

type Query = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * A pool that prepares frequent statements (`FrequentStatements`) and gives consistent reads over several queries: within `snapshot` every
 * query of the pool, however deep in the called code, is part of one read-only transaction (repeatable read). These queries run one after
 * another over one connection.
 */
export class SnapshotPool extends pg.Pool {
  private readonly snapshots = new AsyncLocalStorage<Snapshot>();
  private readonly statements = new FrequentStatements();
  private open = 0;

  constructor(config: pg.PoolConfig) {
    super(config);
    const queryOfPool = this.query.bind(this) as Query;
    const query: Query = (...args) => {
      const snapshot = this.snapshots.getStore();
      return !snapshot || snapshot.over
        ? this.againIfOutdated(() => queryOfPool(...this.statements.named(args)))
        : queryIn(snapshot, this.statements.named(args));
    };
    this.query = query as typeof this.query;
  }

  /**
   * A nested call uses the outer snapshot. `work` is run a second time where the columns of a table have changed since a statement was
   * prepared.
   */
  async snapshot<Result>(work: () => Promise<Result>): Promise<Result> {
    const around = this.snapshots.getStore();
    if (around && !around.over) return work();
    return this.againIfOutdated(() => this.newSnapshot(work));
  }

  /** The server refuses an outdated statement before it executes it, so that what was asked by it is asked once more, whatever it does. */
  private async againIfOutdated<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error;
      this.statements.renew();
      return ask();
    }
  }

  private async newSnapshot<Result>(work: () => Promise<Result>): Promise<Result> {
    const snapshot: Snapshot = { connection: await this.connect(), last: Promise.resolve(), over: false };
    this.open += 1;
    try {
      await snapshot.connection.query('begin isolation level repeatable read, read only');
      return await this.snapshots.run(snapshot, work);
    } finally {
      snapshot.over = true;
      this.open -= 1;
      // An enabled AsyncLocalStorage makes every await of the process three times as expensive.
      if (this.open === 0) this.snapshots.disable();
      // Not awaited: a read-only transaction has nothing to commit.
      void ended(snapshot);
    }
  }
}

const queryIn = (snapshot: Snapshot, args: readonly unknown[]): Promise<unknown> => {
  const { connection, last } = snapshot;
  const answer = last.then(() => (connection.query as Query).apply(connection, [...args]));
  snapshot.last = answer.catch(() => undefined);
  return answer;
};

/** Short, since a server that does not answer this did not answer the query before. */
const rollback = { text: 'rollback', query_timeout: 2_000 };

/** Ends the transaction and releases the connection, which is destroyed where the transaction may still be open. */
const ended = async ({ connection, last }: Snapshot): Promise<void> => {
  await last;
  await connection.query(rollback).then(
    () => connection.release(),
    (error: unknown) => connection.release(error instanceof Error ? error : true),
  );
};

/** A prepared statement whose result columns have changed: "cached plan must not change result type". */
const isOutdatedPlan = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
