import type pg from 'pg';
import { systemClock } from '#calendar';
import { createPool } from '#database';
import { type OpenLog, openPostgresLog } from '#event-log';
import { borrowerStream } from '#facts';
import { follow, ProjectionCheckpoints } from '#projections';
import { testDatabase } from '#testing';
import { arbiter } from '../arbiter.projection.js';
import type { ArbiterDependencies } from '../settle-claims.log.js';
import { borrowerKey, type Planted } from './borrower-facts.js';

/** What was said of a claim, without what recording adds. */
export interface Derived {
  readonly type: string;
  readonly institution: string | null;
  readonly effectiveDate: string | null;
  readonly reason: string | null;
  readonly held: boolean;
  readonly causedBy: number;
}

/** A log in a database of its own, and arbiters that follow it. */
export class ArbiterLog {
  readonly setbacks: unknown[] = [];
  readonly following: Promise<unknown>[] = [];
  readonly open: OpenLog;
  readonly progress: ProjectionCheckpoints;
  private readonly ending = new AbortController();

  private constructor(
    readonly pool: pg.Pool,
    private readonly drop: () => Promise<void>,
  ) {
    this.open = openPostgresLog({ pool, onSetback: (error) => this.setbacks.push(error) });
    this.progress = new ProjectionCheckpoints(pool);
  }

  static async begin(): Promise<ArbiterLog> {
    const database = await testDatabase();
    const pool = createPool(database.appUrl, { max: 8, applicationName: 'arbiter spec' });
    return new ArbiterLog(pool, () => database.drop());
  }

  /** Begins to follow with an arbiter, over the log or what stands before it. */
  follow(log: ArbiterDependencies['log'] = this.open.log): void {
    this.following.push(
      follow({
        projection: arbiter({ log, clock: systemClock }),
        pool: this.pool,
        facts: this.open.sequence,
        signal: this.ending.signal,
        onSetback: (error) => this.setbacks.push(error),
      }),
    );
  }

  /** Appends one after another, whoever else appends. Seq of the last. */
  async append(...given: readonly Planted[]): Promise<number> {
    let seq = 0;
    for (const { stream, fact } of given)
      for (;;) {
        const [facts = []] = await this.open.log.readStreams([{ stream, from: 0 }]);
        const expectedRevision = facts.length === 0 ? 'none' : facts.length - 1;
        const result = await this.open.log.append({ stream, expectedRevision, facts: [fact] });
        if (result.outcome === 'conflict') continue;
        seq = Number(result.position);
        break;
      }
    return seq;
  }

  settledAt(seq: number, timeoutMs = 10_000): Promise<boolean> {
    return this.progress.waitUntilProjected(['arbiter'], seq, timeoutMs);
  }

  /** Everything said of a borrower's claims. */
  async derived(key = borrowerKey): Promise<readonly Derived[]> {
    const [facts = []] = await this.open.log.readStreams([{ stream: borrowerStream(key), from: 0 }]);
    return facts
      .filter(({ type }) => type !== 'FirstTimeContestDecided')
      .map(({ type, institution, effectiveDate, data }) => {
        const { reason, held, causedBy } = data as Derived;
        return { type, institution, effectiveDate, reason, held, causedBy };
      });
  }

  async close(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.following);
    await this.progress.onModuleDestroy();
    await this.open.close();
    await this.pool.end();
    await this.drop();
  }
}
