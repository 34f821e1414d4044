import type pg from 'pg';
import type { Position } from '#facts';
import { isLater } from '../positions.js';
import type { EventStoreLog } from './event-store-log.engine.js';
import type { KnownStore } from './known-store.query.js';
import { faultOf } from './store.client.js';
import { readSequencerState, type SequencerState } from './sequencer-state.query.js';
import type { StartBarrier } from './start-barrier.query.js';

/** A leader that does not say where the store ends within this time is none to append to. */
const leaderMs = 2_000;
/** A sequencer gives a sign of life each second. */
const longestSilenceMs = 10_000;
/** Facts that lie in the store for longer and are not in the sequence: its subscription has stopped without a word. */
const longestBehindMs = 10_000;

/** In place of a position, which is all digits. */
const withoutAnswer = (error: unknown): 'denied' | 'silent' =>
  faultOf(error) === 'denied' ? 'denied' : 'silent';

/** Whether the store takes facts and the sequencer brings them on, as seen by a process that is neither. */
export class StoreHealth {
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

  async reasonsAgainst(): Promise<readonly string[]> {
    const { log, known, barrier, pool } = this.asked;
    const [newest, state] = await Promise.all([
      log.newestPosition(leaderMs).catch(withoutAnswer),
      readSequencerState(pool),
    ]);
    return [
      ...(newest === 'silent' ? ['The event store does not answer, or has no leader.'] : []),
      ...(newest === 'denied'
        ? ['The event store denies access to the account that XUDAI_EVENT_STORE_URL names.']
        : []),
      ...(known.isStrange
        ? [
            'Reports are refused: the event store does not hold the last fact of the sequence where it was. It is another store, or an older copy of it.',
          ]
        : []),
      ...(barrier.isPassed
        ? []
        : ['Reports are refused: not all that was recorded before this registry started is in order yet.']),
      ...this.sequencerReasons(state),
      ...this.behindReasons(newest === 'silent' || newest === 'denied' ? null : newest, state),
    ];
  }

  private sequencerReasons(state: SequencerState | null): readonly string[] {
    if (!state) return ['Nobody has begun to put the facts of the event store in order.'];
    const { prefix, failure, silentMs } = state;
    if (prefix !== this.asked.prefix) return ['The sequencer follows streams of another prefix.'];
    if (failure !== null) return [`The sequencer stands still: ${failure}`];
    return silentMs > longestSilenceMs ? [`The sequencer was last heard of ${silentMs} ms ago.`] : [];
  }

  private behindReasons(newest: Position | null, state: SequencerState | null): readonly string[] {
    const reached = state?.position ?? null;
    const isReached = (position: Position): boolean => reached !== null && !isLater(position, reached);
    if (this.owed && isReached(this.owed.position)) this.owed = undefined;
    if (newest !== null && !isReached(newest)) this.owed ??= { position: newest, sinceMs: performance.now() };
    const behindMs = this.owed ? Math.floor(performance.now() - this.owed.sinceMs) : 0;
    return behindMs > longestBehindMs
      ? [`For ${behindMs} ms the sequencer has not passed a fact of the event store.`]
      : [];
  }
}
