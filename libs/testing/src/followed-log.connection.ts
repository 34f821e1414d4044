import { expect } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '#database';
import type { NewFact, SequencedFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { testDatabase } from './test-database.connection.js';

interface OpenLog {
  readonly log: {
    append(append: {
      readonly stream: string;
      readonly expectedRevision: number | 'none';
      readonly facts: readonly NewFact[];
    }): Promise<unknown>;
  };
  readonly sequence: { readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> };
  close(): Promise<void>;
}

/** The spec opens the log: libs/event-log has specs that need this lib, and would go round with it. */
interface Followed<Mismatch> {
  readonly openLog: (options: {
    readonly pool: pg.Pool;
    readonly onSetback: (error: unknown) => void;
  }) => OpenLog;
  readonly projection: {
    readonly name: string;
    readonly version: number;
    apply(facts: readonly SequencedFact[], connection: pg.ClientBase): Promise<void>;
  };
  readonly checker: { check(client: pg.ClientBase): Promise<readonly Mismatch[]> };
}

/** A log in a database of its own, and a projection that takes in what is recorded when it is told to; for specs. */
export class FollowedLog<Mismatch> {
  private readonly revisions = new Map<string, number>();
  private passed = 0;

  private constructor(
    readonly pool: pg.Pool,
    readonly client: pg.PoolClient,
    private readonly open: OpenLog,
    private readonly followed: Followed<Mismatch>,
    private readonly drop: () => Promise<void>,
  ) {}

  static async of<Mismatch>(followed: Followed<Mismatch>): Promise<FollowedLog<Mismatch>> {
    const database = await testDatabase();
    const pool = createPool(database.appUrl, { max: 4, applicationName: 'spec' });
    const open = followed.openLog({ pool, onSetback: (error) => expect(error).toBeUndefined() });
    return new FollowedLog(pool, await pool.connect(), open, followed, () => database.drop());
  }

  /** The last seq that the projection has taken in. */
  get seq(): number {
    return this.passed;
  }

  /** Facts of a stream, after those that it has; gives the revision of the last. */
  async append(
    institution: InstitutionCode | null,
    stream: string,
    ...facts: readonly NewFact[]
  ): Promise<number> {
    const revision = this.revisions.get(stream);
    await this.open.log.append({
      stream,
      expectedRevision: revision ?? 'none',
      facts: facts.map(({ type, effectiveDate, data, metadata, eventId }) => ({
        eventId,
        type,
        effectiveDate,
        institution,
        data,
        metadata,
      })),
    });
    const last = (revision ?? -1) + facts.length;
    this.revisions.set(stream, last);
    return last;
  }

  /** All that was recorded after a seq. */
  recorded(after: number): Promise<readonly SequencedFact[]> {
    return this.open.sequence.readAfter(after, 100_000);
  }

  /** Takes in what there is, so many facts at a time, and gives what the checker has to say. */
  async apply(size: number): Promise<readonly Mismatch[]> {
    const { projection, checker } = this.followed;
    for (;;) {
      const facts = await this.open.sequence.readAfter(this.passed, size);
      if (facts.length === 0) return checker.check(this.client);
      await projection.apply(facts, this.client);
      this.passed += facts.length;
      await this.client.query(
        `insert into projection_checkpoints (name, version, seq) values ($1, $2, $3)
         on conflict (name) do update set seq = excluded.seq`,
        [projection.name, projection.version, this.passed],
      );
    }
  }

  async close(): Promise<void> {
    this.client.release();
    await this.open.close();
    await this.pool.end();
    await this.drop();
  }
}
