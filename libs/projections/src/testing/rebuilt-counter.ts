import { expect } from '@jest/globals';
import type pg from 'pg';
import type { Rebuild } from '#contract';
import { pause } from '#wake-up';
import type { Projection } from '../projection.js';
import { follow } from '../projection.follower.js';
import { keepRebuilding, type Rebuilding, type Switched } from '../rebuild.follower.js';
import {
  AskForRebuildCommand,
  AskForRebuildHandler,
  RebuildsHandler,
  RebuildsQuery,
} from '../rebuilds.query.js';
import { rowsOf, rowsProjection } from '../rows.projection.js';
import { counter } from './counter.js';
import { type CounterLog, counterLog, factSource } from './planted-log.js';

// Rebuilds of the projection under test, for specs.

export const counting = rowsProjection('counter', 1, [rowsOf(counter)]);

export const many = (facts: number): (readonly [string, number])[] =>
  Array.from({ length: facts }, (_, place) => [`n${place % 97}`, 1 + (place % 3)] as const);

const longestMs = 20_000;

/** What a spec waits for comes sooner. */
export const noRest = (): number => 0;

export class RebuiltCounter {
  readonly setbacks: unknown[] = [];
  /** As the log has them: what is reported again after a crash, before it was noted, stands there once. */
  readonly recorded: Switched[] = [];
  private ending = new AbortController();
  private running: Promise<unknown>[] = [];
  private log: CounterLog | undefined;

  private constructor(
    readonly owner: pg.Pool,
    readonly pool: pg.Pool,
  ) {}

  static async opened(): Promise<RebuiltCounter> {
    const lost: unknown[] = [];
    const log = await counterLog((error) => lost.push(error));
    const counter = new RebuiltCounter(log.owner, log.pool);
    counter.log = log;
    return counter;
  }

  follow(projection: Projection = counting, more: Partial<Parameters<typeof follow>[0]> = {}): void {
    const { pool } = this;
    this.running.push(
      follow({
        projection,
        pool,
        facts: factSource(pool),
        signal: this.ending.signal,
        onSetback: (error) => this.setbacks.push(error),
        restMs: noRest,
        ...more,
      }),
    );
  }

  rebuild(projection: Projection = counting, more: Partial<Rebuilding> = {}): void {
    const { pool } = this;
    this.running.push(
      keepRebuilding({
        projections: [projection],
        backFills: [],
        pool,
        facts: factSource(pool),
        signal: this.ending.signal,
        record: (switched) => this.record(switched),
        onSwitched: () => undefined,
        onFailed: ({ reason }) => this.setbacks.push(reason),
        onSetback: (error) => this.setbacks.push(error),
        ...more,
      }),
    );
  }

  record(switched: Switched): Promise<string> {
    const before = this.recorded.find(({ id }) => id === switched.id);
    if (before) expect(switched).toEqual(before);
    else this.recorded.push(switched);
    return Promise.resolve('7');
  }

  async ask(): Promise<Rebuild> {
    const rebuild = await this.asked();
    if (!rebuild) throw new Error('One is under way.');
    return rebuild;
  }

  /** Undefined while one is under way. */
  asked(): Promise<Rebuild | undefined> {
    const command = new AskForRebuildCommand('counter', 'key:admin');
    return new AskForRebuildHandler(this.pool).execute(command);
  }

  /** The last ones first. */
  async listed(): Promise<readonly Rebuild[]> {
    return (await new RebuildsHandler(this.pool).execute(new RebuildsQuery({ limit: 10 }))).items;
  }

  /** The last rebuild, once it is over. */
  async ended(): Promise<Rebuild> {
    return this.until(async () => {
      const [last] = await this.listed();
      return last && last.status !== 'RUNNING' ? last : undefined;
    });
  }

  /** The last rebuild of a version, once it is over. */
  async endedOf(version: number): Promise<Rebuild> {
    return this.until(async () =>
      (await this.listed()).find((each) => each.version === version && each.status !== 'RUNNING'),
    );
  }

  async passed(seq: number): Promise<void> {
    await this.until(async () => {
      const { rows } = await this.pool.query<{ seq: number }>('select seq from projection_checkpoints');
      return (rows[0]?.seq ?? 0) >= seq ? true : undefined;
    });
  }

  /** What the rows should hold. */
  async told(): Promise<Readonly<Record<string, number>>> {
    const { rows } = await this.owner.query<{ name: string; count: number }>(
      `select data->>'name' as name, sum((data->>'by')::integer)::integer as count from facts group by 1`,
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running.splice(0));
    this.ending = new AbortController();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.log?.close();
  }

  private async until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
    const deadline = performance.now() + longestMs;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error(`Not in time: ${this.setbacks.map(String).join()}`);
      await pause(20);
    }
  }
}
