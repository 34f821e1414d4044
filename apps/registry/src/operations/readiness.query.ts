import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Clock, instantMs } from '#calendar';
import { Headroom } from '#headroom';
import { ProjectionCheckpoints, stoppedBackFills } from '#projections';
import { inTime } from '#wake-up';
import {
  type DatabaseState,
  LogHealth,
  projections,
  reasonsAgainst,
  type RegistryState,
  warningsOf,
} from './registry-state.js';

/**
 * Shares one reading among concurrent callers, and keeps its value for `keptMs` from the beginning of the reading. So no value is older
 * than that, or than its reading took. A failed reading is not kept.
 */
export class SharedReading<Value> {
  private last: { readonly value: Promise<Value>; readonly begunMs: number; ended: boolean } | undefined;

  constructor(
    private readonly read: () => Promise<Value>,
    private readonly keptMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  value(): Promise<Value> {
    if (this.last && (!this.last.ended || this.nowMs() - this.last.begunMs < this.keptMs))
      return this.last.value;
    const begun = { value: this.read(), begunMs: this.nowMs(), ended: false };
    this.last = begun;
    begun.value.then(
      () => (begun.ended = true),
      () => (this.last = undefined),
    );
    return begun.value;
  }
}

/** How long the database is waited for. */
const databaseMs = 4_000;
/** `/readyz` needs no key. However often it is asked, the database is read twice a second at most. */
const reusedForMs = 500;

const silent = (error: unknown): 'silent' => {
  if (error instanceof Error) return 'silent';
  throw error;
};

/** Reads the state of the registry within some seconds, whatever does not answer. */
@Injectable()
export class Readiness {
  private reading: Promise<DatabaseState | 'silent'> | undefined;
  private readonly shared = new SharedReading(() => this.read(), reusedForMs);

  constructor(
    private readonly pool: pg.Pool,
    private readonly progress: ProjectionCheckpoints,
    private readonly clock: Clock,
    private readonly log: LogHealth,
    private readonly headroom: Headroom,
  ) {}

  /** The shared reading, with the current headroom, which needs no query. */
  async state(): Promise<RegistryState> {
    const read = await this.shared.value();
    return { ...read, headroom: this.headroom.state(performance.now()) };
  }

  /** Why the registry is not ready, in sentences, none when it is; and warnings of what may become a reason. */
  async sentences(): Promise<{ readonly reasons: readonly string[]; readonly warnings: readonly string[] }> {
    const state = await this.state();
    return { reasons: reasonsAgainst(state), warnings: warningsOf(state) };
  }

  private async read(): Promise<Omit<RegistryState, 'headroom'>> {
    // Queries to a database that hangs must not pile up: one is under way at a time.
    this.reading ??= this.database()
      .catch(silent)
      .finally(() => (this.reading = undefined));
    const [database, log] = await Promise.all([
      inTime(this.reading, databaseMs, 'silent' as const),
      this.log.state(),
    ]);
    return { database, log };
  }

  private async database(): Promise<DatabaseState> {
    const clockMs = await this.clockMs();
    const [{ headSeq, lagMs, failures }, passed, backFills] = await Promise.all([
      this.progress.progress(projections),
      this.progress.passed(projections),
      stoppedBackFills(this.pool),
    ]);
    return {
      clockMs,
      headSeq,
      lagMs,
      passed: passed.map(({ name, seq, parked }) => ({ projection: name, seq, parked })),
      stopped: failures.map(({ name, seq }) => ({ projection: name, seq })),
      stoppedBackFills: backFills,
    };
  }

  private async clockMs(): Promise<number> {
    const askedMs = this.clock.now();
    const { rows } = await this.pool.query<{ now: string }>('select clock_timestamp() as now');
    const answeredMs = this.clock.now();
    const theirs = instantMs(rows[0]?.now ?? '');
    return theirs < askedMs ? askedMs - theirs : Math.max(0, theirs - answeredMs);
  }
}
