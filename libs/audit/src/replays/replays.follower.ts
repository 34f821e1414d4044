import type pg from 'pg';
import { HeldConnection, tryLock, unlock } from '#database';
import { BackOff, pause, retried } from '#wake-up';
import type { ReplayCounts, ReplayOutcome, RunReplay } from './replay.js';
import {
  beginReplay,
  type BegunReplay,
  endReplay,
  replayLock,
  tellCounts,
  unfinishedReplays,
} from './replay-run.table.js';

export interface CarryingOut {
  readonly pool: pg.Pool;
  readonly run: RunReplay;
  /** What is under way is broken off, and begun again by whoever comes next. */
  readonly signal: AbortSignal;
  /** Told what went wrong before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Whether there is room to write what comes of them; always, unless given. */
  readonly hasRoom?: () => boolean;
  /** Replays at once; each holds a connection beside the pool. */
  readonly atOnce?: number;
}

const pollMs = 500;
/** Counts are told this often. */
const tellMs = 250;

/**
 * Carries out replays as they are asked for, until the signal. Whose process ends, however it ends, loses its lock, and another
 * one begins that replay anew: nothing of a replay is kept but its outcome.
 */
export const carryOutReplays = async (carryingOut: CarryingOut): Promise<void> => {
  const { atOnce = 2 } = carryingOut;
  await Promise.all(Array.from({ length: atOnce }, () => oneAfterAnother(carryingOut)));
};

const oneAfterAnother = async (carryingOut: CarryingOut): Promise<void> => {
  const { pool, signal, onSetback, hasRoom = () => true } = carryingOut;
  const held = new HeldConnection(pool);
  const backOff = new BackOff();
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      const ids = hasRoom() ? await unfinishedReplays(pool) : [];
      const hasWorked = await anyOf(ids, held, carryingOut);
      backOff.reset();
      if (hasWorked) continue;
      // Kept while somebody else is at a replay: that one is asked for again and again.
      if (ids.length === 0) await held.drop();
      await pause(pollMs, signal);
    }
  };
  // With the connection goes the lock.
  const lookOrLetGo = (): Promise<void> => look().finally(() => held.drop());
  await retried(lookOrLetGo, { signal, onSetback, backOff });
};

/** The first that nobody works on. False when there was none. */
const anyOf = async (
  ids: readonly string[],
  held: HeldConnection,
  carryingOut: CarryingOut,
): Promise<boolean> => {
  for (const id of ids) {
    const connection = await held.open();
    if (carryingOut.signal.aborted) return false;
    if (!(await tryLock(connection, replayLock(id)))) continue;
    const begun = await beginReplay(connection, id);
    if (begun) await carryOut(begun, connection, carryingOut);
    await unlock(connection, replayLock(id));
    return true;
  }
  return false;
};

/** A connection that is lost took the lock with it: then the work is broken off, since another may have begun. */
const carryOut = async (
  begun: BegunReplay,
  connection: pg.ClientBase,
  { run, signal }: CarryingOut,
): Promise<void> => {
  const lost = new AbortController();
  const over = new AbortController();
  const counts: { last: ReplayCounts | undefined } = { last: undefined };
  const telling = tell(begun, connection, counts, over.signal).catch((error: unknown) => lost.abort(error));
  let outcome: ReplayOutcome;
  try {
    outcome = await run(begun, (now) => (counts.last = now), AbortSignal.any([signal, lost.signal]));
  } finally {
    over.abort();
    await telling;
  }
  lost.signal.throwIfAborted();
  await endReplay(connection, begun, outcome);
};

const tell = async (
  begun: BegunReplay,
  connection: pg.ClientBase,
  counts: { readonly last: ReplayCounts | undefined },
  over: AbortSignal,
): Promise<void> => {
  let written: ReplayCounts | undefined;
  while (!over.aborted) {
    if (counts.last === written) await connection.query('select');
    else await tellCounts(connection, begun, (written = counts.last ?? { factsRead: 0, factsTotal: 0 }));
    await pause(tellMs, over);
  }
};
