import { HeldConnection } from '#database';
import { pause } from '#wake-up';
import {
  type Building,
  backFillOf,
  catchUp,
  liveSeq,
  type Session,
  whileLevel,
  type Work,
} from './catching-up.follower.js';
import { readCheckpoint } from './checkpoint.table.js';
import { compareRows } from './compare-rows.table.js';
import type { Projection } from './projection.js';
import { isLockTimeout, noteCompared, olderSnapshots, switchTables } from './rebuild.table.js';

/*
 * When a rebuild is level with the live projection both are held at one seq for a moment: once to compare them, in a snapshot of that
 * moment, and once to switch.
 */

/** From one attempt to the next. */
const attemptPauseMs = 1_000;
/**
 * How long the live projection is held for those who read what was there before both were level, and how long a reader waits for the
 * switch. On a machine that is so busy that this is too little it grows with each attempt, up to eight times.
 */
const longestHeldMs = 2_000;
const lockTimeoutMs = 250;
const patienceAt = (attempt: number): number => Math.min(1.5 ** attempt, 8);
/** A back-fill of the live rows that does not end by then has its differences logged. */
const longestBackFillMs = 60_000;

/** Undefined when it was switched, or the signal came; else why it cannot be built. */
export const buildAndSwitch = async (
  rebuilding: Building,
  projection: Projection,
  id: string,
  session: Session,
): Promise<string | undefined> => {
  const live = new HeldConnection(rebuilding.pool, { as: 'switch' });
  const checkpoint = await readCheckpoint(projection, session.session.connection);
  const work: Work = { ...session, rebuilding, projection, id, checkpoint, live };
  const { signal } = rebuilding;
  try {
    const failed = await untilDone(work, (_, deadline) => compare(work, deadline));
    if (failed !== undefined || signal.aborted) return failed;
    return await untilDone(work, (attempt) => switchOver(work, patienceAt(attempt)));
  } finally {
    await live.drop();
  }
};

/** Follows until something that needs both at one seq is done. */
const untilDone = async (
  work: Work,
  isDone: (attempt: number, deadline: number) => Promise<boolean>,
): Promise<string | undefined> => {
  const { signal } = work.rebuilding;
  const deadline = performance.now() + longestBackFillMs;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const failed = await catchUp(work);
    if (failed !== undefined) return failed;
    if (signal.aborted) return undefined;
    if (await isDone(attempt, deadline)) return undefined;
    await pause(attemptPauseMs, signal);
  }
  return undefined;
};

/** In a snapshot that sees both at one seq, so that the live one is held no longer than it takes to open it. */
const compare = async (work: Work, deadline: number): Promise<boolean> => {
  const { session, projection, schema, checkpoint, id } = work;
  const { connection } = session;
  await connection.query('select analyze_rebuild($1)', [projection.name]);
  const isOpened = await whileLevel(work, async (live) => {
    if (performance.now() < deadline && (await backFillOf(work)?.isOpen(live))) return false;
    await connection.query('begin isolation level repeatable read, read only');
    // The snapshot is that of the first question in it.
    if ((await liveSeq(work, connection, '')) !== checkpoint.seq)
      throw new Error(`The live ${projection.name} moved while it was held.`);
    return true;
  });
  if (!isOpened) return false;
  const compared = await compareRows(connection, projection, schema);
  await connection.query('rollback');
  await noteCompared(connection, id, checkpoint.seq, compared);
  return true;
};

/**
 * Who reads in a snapshot sees the rows that were committed before it, whichever table they stand in by then. So all snapshots that were
 * opened before both were level have to end first; the rest is a matter of names, for which a reader waits that long.
 */
const switchOver = async (work: Work, patience: number): Promise<boolean> => {
  const { rebuilding, session, id, live } = work;
  const own = [session.connection, await live.open()];
  if (await olderSnapshots(own, longestHeldMs * patience)) return false;
  return whileLevel(work, async (connection) => {
    const levelAt = performance.now();
    while (await olderSnapshots(own, performance.now() - levelAt)) {
      if (performance.now() - levelAt > longestHeldMs * patience || rebuilding.signal.aborted) return false;
      await pause(20, rebuilding.signal);
    }
    try {
      await switchTables(connection, id, Math.round(lockTimeoutMs * Math.min(patience, 4)));
      return true;
    } catch (error) {
      if (isLockTimeout(error)) return false;
      throw error;
    }
  });
};
