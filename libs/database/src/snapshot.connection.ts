import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { FrequentTexts } from './held.connection.js';

interface Snapshot {
  readonly connection: pg.PoolClient;
  /** When the last query asked for is answered; the next one waits for it. */
  last: Promise<unknown>;
  /** Work that outlives its snapshot reads as everybody else does. */
  over: boolean;
}

type Query = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * A pool whose queries can be made to agree with each other: within `snapshot` every query of the pool, however deep in the
 * code that was called, reads one state of the database. Those queries go over one connection, one after another.
 */
export class SnapshotPool extends pg.Pool {
  private readonly snapshots = new AsyncLocalStorage<Snapshot>();
  private readonly texts = new FrequentTexts();
  private open = 0;

  constructor(config: pg.PoolConfig) {
    super(config);
    const queryOfPool = this.query.bind(this) as Query;
    const query: Query = (...args) => {
      const snapshot = this.snapshots.getStore();
      return !snapshot || snapshot.over ? queryOfPool(...args) : queryIn(snapshot, this.texts.named(args));
    };
    this.query = query as typeof this.query;
  }

  /** Inside another snapshot the work reads that one. It may be begun again, where the form of a table changed since it was last read. */
  async snapshot<Result>(work: () => Promise<Result>): Promise<Result> {
    const around = this.snapshots.getStore();
    if (around && !around.over) return work();
    try {
      return await this.newSnapshot(work);
    } catch (error) {
      if (!isOfChangedForm(error)) throw error;
      this.texts.renew();
      return this.newSnapshot(work);
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
      // What is kept in mind for the sake of snapshots makes every await of the process three times as dear.
      if (this.open === 0) this.snapshots.disable();
      // Nobody waits for the end of what was only read.
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

/** A server that says nothing to this said nothing to the query before either. */
const rollback = { text: 'rollback', query_timeout: 2_000 };

/** Nothing was written, so that every end is the same. A connection whose transaction may still be open is not used again. */
const ended = async ({ connection, last }: Snapshot): Promise<void> => {
  await last;
  await connection.query(rollback).then(
    () => connection.release(),
    (error: unknown) => connection.release(error instanceof Error ? error : true),
  );
};

/** A statement was prepared when the columns that it gives had other types. */
const isOfChangedForm = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
