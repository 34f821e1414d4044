import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

interface Snapshot {
  readonly connection: pg.PoolClient;
  /** Work that outlives its snapshot reads as everybody else does. */
  over: boolean;
}

/**
 * A pool whose queries can be made to agree with each other: within `snapshot` every query of the pool, however deep in the
 * code that was called, reads one state of the database. Those queries go over one connection, one after another.
 */
export class SnapshotPool extends pg.Pool {
  private readonly snapshots = new AsyncLocalStorage<Snapshot>();

  constructor(config: pg.PoolConfig) {
    super(config);
    const queryOfPool = this.query.bind(this) as (...args: readonly unknown[]) => unknown;
    const query = (...args: readonly unknown[]): unknown => {
      const snapshot = this.snapshots.getStore();
      if (!snapshot || snapshot.over) return queryOfPool(...args);
      return (snapshot.connection.query as (...args: readonly unknown[]) => unknown).apply(
        snapshot.connection,
        [...args],
      );
    };
    this.query = query as typeof this.query;
  }

  /** Inside another snapshot the work reads that one. */
  async snapshot<Result>(work: () => Promise<Result>): Promise<Result> {
    const around = this.snapshots.getStore();
    if (around && !around.over) return work();
    const snapshot: Snapshot = { connection: await this.connect(), over: false };
    try {
      await snapshot.connection.query('begin isolation level repeatable read, read only');
      return await this.snapshots.run(snapshot, work);
    } finally {
      snapshot.over = true;
      await ended(snapshot.connection);
    }
  }
}

/** Nothing was written, so that every end is the same. A connection whose transaction may still be open is not used again. */
const ended = (connection: pg.PoolClient): Promise<void> =>
  connection.query('rollback').then(
    () => connection.release(),
    (error: unknown) => connection.release(error instanceof Error ? error : true),
  );
