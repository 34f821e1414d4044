import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import pg from 'pg';

/** A text is named after it was seen this often, so that statements composed for one use are not prepared. */
const timesBefore = 3;
/** Texts that are counted, and so prepared statements of a connection, at most. */
const mostTexts = 300;

/** A query that is given as a text with values, or as a plain configuration of them; undefined: as anything else. */
const queryWithValues = (args: readonly unknown[]): NamelessQuery | undefined => {
  const [first, values] = args;
  if (typeof first === 'string')
    return args.length === 2 && Array.isArray(values) ? { text: first, values } : undefined;
  return args.length === 1 && isNamelessQuery(first) ? first : undefined;
};

interface NamelessQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Cursors and streams bring their own `submit`; what has a name keeps it, the empty one too, by which it is planned for its values each time. */
const isNamelessQuery = (query: unknown): query is NamelessQuery =>
  typeof query === 'object' &&
  query !== null &&
  !('submit' in query) &&
  !('name' in query) &&
  'text' in query &&
  typeof query.text === 'string' &&
  'values' in query &&
  Array.isArray(query.values);

/**
 * Turns frequent statements into prepared ones: names them, so that the server keeps them parsed, and planned where a generic plan is as
 * good for all values. Planning a query for a page takes longer than executing it.
 */
export class FrequentStatements {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** The arguments of a query, with a name where they are a text with values that came often. */
  named(args: readonly unknown[]): readonly unknown[] {
    const query = queryWithValues(args);
    if (!query) return args;
    const name = this.names.get(query.text) ?? this.nameOfAnother(query.text);
    return name === undefined ? args : [{ ...query, name }];
  }

  /** Gives up all names, after the columns of a table changed and prepared statements have become invalid. */
  renew(): void {
    this.generation += 1;
    this.names.clear();
  }

  private nameOfAnother(text: string): string | undefined {
    const times = (this.seen.get(text) ?? 0) + 1;
    if (times <= timesBefore) {
      if (this.seen.size < mostTexts || times > 1) this.seen.set(text, times);
      return undefined;
    }
    const name = `${this.generation} ${createHash('sha256').update(text).digest('base64url').slice(0, 32)}`;
    this.names.set(text, name);
    return name;
  }
}

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
