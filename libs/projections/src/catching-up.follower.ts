import type pg from 'pg';
import type { ActiveSession, HeldConnection } from '#database';
import { pause } from '#wake-up';
import { applyFacts } from './batch.table.js';
import type { Checkpoint } from './checkpoint.table.js';
import type { Projection } from './projection.js';
import { type FactSource, lastOf } from './follower-pace.js';
import type { BackFill } from './back-fill.follower.js';
import { noteBuilt } from './rebuild.table.js';

/*
 * A projection is built anew in a schema of its own, where it has its own checkpoint too: what follows the facts there writes where it is led by the
 * search path of its connection, and is the same code. It never passes the live one.
 */

/** What rebuilds need of the program. */
export interface Building {
  /** Of the projections that have one. */
  readonly backFills: readonly BackFill[];
  readonly pool: pg.Pool;
  readonly facts: FactSource;
  readonly signal: AbortSignal;
  readonly hasRoom?: () => boolean;
  /** Facts in one transaction at most; 1,000 unless given. */
  readonly batch?: number;
}

export interface Session {
  /** With the search path of the rebuild. */
  readonly session: ActiveSession;
  readonly schema: string;
  readonly onProgress: () => void;
}

/** One rebuild at work. */
export interface Work extends Session {
  readonly rebuilding: Building;
  readonly projection: Projection;
  readonly id: string;
  readonly checkpoint: Checkpoint;
  /** Beside it, over the tables that are live. */
  readonly live: HeldConnection;
}

/** From one look at the live projection to the next while it is behind. */
const levelPauseMs = 200;
const roomPollMs = 500;
/** Facts that may be left when the live projection is held. */
const nearlyLevel = 200;
/** Facts that are applied at most while it is. */
const mostWhileHeld = 2_000;

export const backFillOf = ({ rebuilding: { backFills }, projection }: Work) =>
  backFills.find((backFill) => backFill.projection === projection.name);

export const liveSeq = async (
  { projection: { name } }: Work,
  connection: pg.ClientBase,
  holds: 'for update' | '',
): Promise<number> => {
  const { rows } = await connection.query<{ seq: number }>(
    `select seq from public.projection_checkpoints where name = $1 ${holds}`,
    [name],
  );
  return rows[0]?.seq ?? 0;
};

/** Applies at most one batch; what cannot be applied is logged. */
const applyUpTo = async (work: Work, upTo: number): Promise<string | undefined> => {
  const { rebuilding, projection, session, checkpoint, id } = work;
  const limit = Math.min(rebuilding.batch ?? 1_000, upTo - checkpoint.seq);
  const facts = await rebuilding.facts.readAfter(checkpoint.seq, limit);
  if (lastOf(facts, checkpoint.seq) === checkpoint.seq)
    throw new Error(`Fact ${checkpoint.seq + 1}, which the live projection has passed, is not there.`);
  const failure = await applyFacts(session, { projection, isLive: false }, checkpoint, facts);
  await noteBuilt(session.connection, id, checkpoint.seq);
  work.onProgress();
  return failure && `Fact ${failure.seq} cannot be applied.`;
};

/**
 * Up to where the live projection is, in batches, each followed by a rest as long as it took: the live one, and whoever asks and reports,
 * has the machine half of the time at least.
 */
export const catchUp = async (work: Work): Promise<string | undefined> => {
  const { rebuilding, session, checkpoint } = work;
  const { signal, hasRoom = () => true } = rebuilding;
  while (!signal.aborted) {
    session.check();
    const began = performance.now();
    const upTo = await liveSeq(work, session.connection, '');
    if (!hasRoom()) await pause(roomPollMs, signal);
    else if (upTo - checkpoint.seq > nearlyLevel) {
      const failed = await applyUpTo(work, upTo);
      if (failed !== undefined) return failed;
      await backFillOf(work)?.slice(session.connection);
    } else if (checkpoint.seq > upTo) await pause(levelPauseMs, signal);
    // While facts arrive both are at one seq for a moment only: the last few are applied while the live one is held.
    else if (!(await backFillOf(work)?.slice(session.connection))) return undefined;
    await pause(performance.now() - began, signal);
  }
  return undefined;
};

/** Both at one seq, and the live one held there; false when they are too far apart, or not all is filled in. */
const isHeldLevel = async (work: Work, live: pg.ClientBase): Promise<boolean> => {
  const { checkpoint, session } = work;
  const upTo = await liveSeq(work, live, 'for update');
  if (checkpoint.seq > upTo || upTo - checkpoint.seq > mostWhileHeld) return false;
  while (checkpoint.seq < upTo) if ((await applyUpTo(work, upTo)) !== undefined) return false;
  return !(await backFillOf(work)?.slice(session.connection));
};

/** What the work gives while the live projection is held; false when it could not be. */
export const whileLevel = async (
  work: Work,
  then: (live: pg.ClientBase) => Promise<boolean>,
): Promise<boolean> => {
  const live = await work.live.open();
  await live.query('begin');
  try {
    if ((await isHeldLevel(work, live)) && (await then(live))) {
      await live.query('commit');
      return true;
    }
    await live.query('rollback');
    return false;
  } catch (error) {
    await work.live.drop();
    throw error;
  }
};
