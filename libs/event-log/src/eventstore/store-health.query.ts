import type pg from 'pg';
import type { Position } from '#facts';
import { inTime } from '#wake-up';
import { isLater } from '../event-log.js';
import type { EventStoreLog } from './event-store.log.js';
import type { KnownStore } from './known-store.query.js';
import { faultOf } from './store.client.js';
import { readSequencerState, type SequencerState, type StartBarrier } from './start-barrier.query.js';
import type { StoreState } from './store-state.js';

/** A leader that does not say where the store ends within this time is none to append to. */
const leaderMs = 2_000;
/** Who looks after a registry waits for an answer, also where the database gives none. */
const databaseMs = 3_000;

/** In place of a position, which is all digits. */
const withoutAnswer = (error: unknown): 'denied' | 'silent' =>
  faultOf(error) === 'denied' ? 'denied' : 'silent';

const unread = (error: unknown): 'unread' => {
  if (error instanceof Error) return 'unread';
  throw error;
};

/** Whether the store takes facts and the sequencer brings them on, as seen by a process that is neither. */
export class StoreHealth {
  private reached: Position | null = null;
  private owed: { readonly position: Position; readonly sinceMs: number } | undefined;

  constructor(
    private readonly asked: {
      readonly log: EventStoreLog;
      readonly known: KnownStore;
      readonly barrier: StartBarrier;
      readonly pool: pg.Pool;
      readonly prefix: string;
    },
  ) {}

  /** Answers within some seconds, also where the store or the database does not. */
  async state(): Promise<StoreState> {
    const { log, known, barrier, pool } = this.asked;
    const [newest, said] = await Promise.all([
      inTime(log.newestPosition(leaderMs).catch(withoutAnswer), leaderMs + 500, 'silent' as const),
      inTime(readSequencerState(pool).catch(unread), databaseMs, 'unread' as const),
    ]);
    const isSilent = newest === 'silent' || newest === 'denied';
    return {
      answers: isSilent ? newest : 'yes',
      isOtherStore: known.isOtherStore,
      isBarrierPassed: barrier.isPassed,
      sequencer: this.sequencerIn(said),
      behindMs: said === 'unread' ? null : this.behindMs(isSilent ? null : newest, said?.position ?? null),
    };
  }

  private sequencerIn(said: SequencerState | null | 'unread'): StoreState['sequencer'] {
    if (said === 'unread') return 'unread';
    if (said === null) return 'none';
    const { prefix, failure, silentMs } = said;
    return prefix === this.asked.prefix ? { failure, silentMs } : 'of-another-prefix';
  }

  private behindMs(newest: Position | null, reached: Position | null): number {
    // A sequencer that moves on has not stopped, however much lies before it.
    if (this.owed && reached !== this.reached) this.owed = { ...this.owed, sinceMs: performance.now() };
    this.reached = reached;
    const isReached = (position: Position): boolean => reached !== null && !isLater(position, reached);
    if (this.owed && isReached(this.owed.position)) this.owed = undefined;
    if (newest !== null && !isReached(newest)) this.owed ??= { position: newest, sinceMs: performance.now() };
    return this.owed ? Math.floor(performance.now() - this.owed.sinceMs) : 0;
  }
}
