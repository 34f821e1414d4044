import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { NotificationListener } from '#database';
import type { ProjectionFailure } from './projection.js';
import { isPassed, newestDefinitionSql, openAt, openDerivedTo, stateSql } from './projection-state-sql.js';

/** The progress of several projections together. */
export interface ProjectionState {
  /** Seq of the last fact that all of them have passed; 0 for none. */
  readonly seq: number;
  /** `recordedAt` of that fact, or of the one asked for; null for none. */
  readonly recordedAt: string | null;
  /** Seq of the last fact of the log; 0 for none. */
  readonly headSeq: number;
  /** One of them has passed a fact that the log does not hold: facts were lost, or a checkpoint was moved. */
  readonly isBeyondHead: boolean;
  /** Seq of the newest programme, measure, target or calendar fact in force there; null before the first. */
  readonly definitions: number | null;
  /** Names that fact and the rows made of it, also where they are rebuilt or the log is another: what is in force there never changes under it. Null where the figures have not come there. */
  readonly definitionsName: string | null;
  /** Whether all of them have passed the seq asked for, and what the arbiter derived from it, and its back-fill is complete. */
  readonly isProjected: boolean;
  /** 0 at the head; else how long ago the first fact not yet passed was recorded. */
  readonly lagMs: number;
  /** Number of parked facts up to that seq, or up to the seq asked for. */
  readonly parked: number;
  /** Projections that stopped at a fact they cannot apply. */
  readonly failures: readonly ProjectionFailure[];
}

/** Checkpoints are read this often without a notification. */
const pollMs = 200;

/** How far the followers are, for readers in any process. */
@Injectable()
export class ProjectionCheckpoints implements OnModuleDestroy {
  private readonly listener: NotificationListener;
  /** The seq that each follower last notified. */
  private readonly announced = new Map<string, number>();

  constructor(private readonly pool: pg.Pool) {
    const logger = new Logger(ProjectionCheckpoints.name);
    this.listener = new NotificationListener(pool, {
      channel: 'xudai_projected',
      onNotification: (payload) => {
        const [name = '', seq] = payload.split(' ');
        this.announced.set(name, Number(seq));
      },
      onLost: () => this.announced.clear(),
      onSetback: (error) => logger.warn(error),
    });
  }

  async progress(names: readonly string[], upTo: number | null = null): Promise<ProjectionState> {
    const { rows } = await this.pool.query<ProjectionState & { hasDefinitions: boolean }>(stateSql, [
      names,
      upTo,
    ]);
    const [row] = rows;
    if (!row) throw new Error('PostgreSQL gave no row for an aggregate.');
    const { hasDefinitions, ...state } = row;
    if (hasDefinitions) return state;
    return {
      ...state,
      definitions: await this.newestDefinition(upTo ?? state.seq),
      definitionsName: null,
    };
  }

  private async newestDefinition(upTo: number): Promise<number | null> {
    const { rows } = await this.pool.query<{ seq: number | null }>(newestDefinitionSql, [upTo]);
    return rows[0]?.seq ?? null;
  }

  /** For each, the seq of the last fact it has passed (0 where it never ran) and the number of facts it has parked. */
  async passed(
    names: readonly string[],
  ): Promise<readonly { readonly name: string; readonly seq: number; readonly parked: number }[]> {
    const { rows } = await this.pool.query<{ name: string; seq: number; parked: number }>(
      `select asked.name, coalesce(c.seq, 0) as seq,
              (select count(*) from parked_fact where projection = asked.name)::integer as parked
         from unnest($1::text[]) as asked (name) left join projection_checkpoints c using (name)`,
      [names],
    );
    return rows;
  }

  /** Seq of the last fact recorded up to an instant (0 for none), and of the first one after it, if there is one. */
  async recordedBy(instantMs: number): Promise<{ readonly last: number; readonly later: number | null }> {
    const { rows } = await this.pool.query<{ head: number; later: number | null }>(
      `select (select coalesce(max(seq), 0) from facts) as head,
         (select seq from facts where recorded_at > $1 order by recorded_at, seq limit 1) as later`,
      [new Date(instantMs).toISOString()],
    );
    const { head = 0, later = null } = rows[0] ?? {};
    return { last: later === null ? head : later - 1, later };
  }

  /**
   * Waits until all of these have passed the fact and the facts that one of them derived from it. False where they have not in time, or
   * where the log holds no such fact. Of a definition its back-fill must be complete too, unless `isInForce` asks only that it is in force.
   * Notifications only say when to look; the stored checkpoints decide.
   */
  async waitUntilProjected(
    names: readonly string[],
    seq: number,
    timeoutMs: number,
    { isInForce = false } = {},
  ): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    const { wakeUp } = this.listener;
    this.listener.listen();
    let lookAt = 0;
    for (;;) {
      const { count } = wakeUp;
      const now = performance.now();
      if (now >= lookAt || this.isAnnounced(names, seq)) {
        if (await this.isStored(names, seq, isInForce)) return true;
        lookAt = now + pollMs;
      }
      if (now >= deadline) return false;
      await wakeUp.after(count, Math.max(0, Math.min(lookAt, deadline) - performance.now()));
    }
  }

  /**
   * The seq up to which everything that `waitUntilProjected` waits for is done: checkpoints, derived facts and back-fills. It is below the
   * fact's own seq while that one waits.
   */
  async reached(names: readonly string[], seq: number): Promise<number> {
    const { rows } = await this.pool.query<{ reached: number }>(
      `with passed as (
         select coalesce(min(coalesce(c.seq, 0)), 0) as seq
           from unnest($1::text[]) as asked (name) left join projection_checkpoints c using (name)
       )
       select least(passed.seq,
                (select min(derived.cause) - 1 from ${openDerivedTo('$2')}),
                (select min(open.seq) from ${openAt('$2')}))::float8 as reached
         from passed`,
      [names, seq],
    );
    return rows[0]?.reached ?? 0;
  }

  /**
   * Waits until all of these notified that they have passed more than a seq, for at most the time, or until the signal. Notifications may be
   * lost, so the caller reads the checkpoints afterwards.
   */
  async waitForMore(
    names: readonly string[],
    seq: number,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    const { wakeUp } = this.listener;
    this.listener.listen();
    while (!signal.aborted) {
      const { count } = wakeUp;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || this.isAnnounced(names, seq + 1)) return;
      await wakeUp.after(count, leftMs, signal);
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.listener.close();
  }

  private isAnnounced(names: readonly string[], seq: number): boolean {
    return names.every((name) => (this.announced.get(name) ?? -1) >= seq);
  }

  private async isStored(names: readonly string[], seq: number, isInForce: boolean): Promise<boolean> {
    const { rows } = await this.pool.query<{ projected: boolean }>(
      `with passed as (
         select count(*) as followers, min(seq) as seq from projection_checkpoints where name = any($1)
       )
       select followers = $3 and ${isPassed('$2')}
                and ($4 or not exists (select from ${openAt('$2')})) as projected
         from passed`,
      [names, seq, new Set(names).size, isInForce],
    );
    return rows[0]?.projected ?? false;
  }
}
