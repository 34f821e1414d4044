import type pg from 'pg';
import { type ActiveSession, whileActive } from '#database';
import { BackOff, pause, retried, WakeUp } from '#wake-up';
import { applyFacts, type ParkedFact } from './batch.table.js';
import {
  batchesAfter,
  BatchLength,
  type FactSource,
  mostTogether,
  type FollowerSemaphore,
  atLeastMs,
  restAfterMs,
} from './follower-pace.js';
import { type Checkpoint, readCheckpoint, storeFailure, verifyCheckpoint } from './checkpoint.table.js';
import { isOfRoom } from './parked-fact.table.js';
import { madeBy, type Projection, type ProjectionFailure } from './projection.js';

export interface Following {
  readonly projection: Projection;
  /** One more connection, made with these options, is held while this follows. */
  readonly pool: Pick<pg.Pool, 'options'>;
  readonly facts: FactSource;
  /** Ends the following after the current batch. */
  readonly signal: AbortSignal;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Called whenever all facts are applied, and whenever another process follows instead. */
  readonly onLevel?: () => void;
  /** Called with each fact that is parked, for an alarm. */
  readonly onParked?: (parked: ParkedFact) => void;
  /** Whether the disk has room; without it nothing is applied. Default: it has. */
  readonly hasRoom?: () => boolean;
  /** Most facts in one transaction. Default: `mostTogether`. */
  readonly batch?: number;
  /** Shared by all followers of a process: how many may have a large transaction open at once. Default: any number. */
  readonly semaphore?: Pick<FollowerSemaphore, 'use'>;
  /** How long it rests after a round that took so long, in milliseconds. Default: `restAfterMs`. */
  readonly restMs?: (tookMs: number) => number;
}

export type FollowingEnded =
  | { readonly outcome: 'stopped' }
  /** A fact cannot be applied; only another version of the projection can pass it. */
  | { readonly outcome: 'failed'; readonly failure: ProjectionFailure };

/** New facts are looked for this often without a notification. */
const pollMs = 1_000;
const roomPollMs = 500;

/**
 * Follows the log for one projection until the signal. Of several followers, in any number of processes, one is active: the one whose
 * connection holds the advisory lock. Should two believe that they hold it, the compare-and-set of the checkpoint decides. After a lost
 * connection or transaction it goes on from the checkpoint.
 */
export const follow = async (following: Following): Promise<FollowingEnded> => {
  const { signal, onSetback } = following;
  const wakeUp = new WakeUp();
  const backOff = new BackOff({ longestMs: 2_000 });
  const ended = await retried(() => followInSession(following, wakeUp, () => backOff.reset()), {
    signal,
    onSetback,
    backOff,
    atLeastMs: (error) => atLeastMs(isOfRoom(error)),
  });
  return ended ?? { outcome: 'stopped' };
};

/**
 * Commits of rows need not wait for the disk. A crash of the database rolls rows and checkpoint back together, and the rows are folded
 * again from the facts, which are durable.
 */
const foldedAgain = 'set synchronous_commit = off';

const followInSession = async (
  following: Following,
  wakeUp: WakeUp,
  onProgress: () => void,
): Promise<FollowingEnded> => {
  const { pool, projection, signal, onLevel = () => undefined } = following;
  const notify = (): void => wakeUp.notify();
  const active = {
    name: `xudai projection ${projection.name}`,
    signal,
    prepares: true,
    ...(projection.appends ? {} : { begin: foldedAgain }),
    onNotification: notify,
    onLost: notify,
    onStandby: onLevel,
  };
  const failure = await whileActive(pool, active, (session) =>
    followAsActive(following, session, wakeUp, onProgress),
  );
  return failure ? { outcome: 'failed', failure } : { outcome: 'stopped' };
};

/** Follows while this session holds the lock. Returns the fact that the projection stops at, if it does. */
const followAsActive = async (
  following: Following,
  session: ActiveSession,
  wakeUp: WakeUp,
  onProgress: () => void,
): Promise<ProjectionFailure | undefined> => {
  const { signal, onLevel, restMs = restAfterMs } = following;
  await session.connection.query('listen xudai_facts');
  const checkpoint = await readCheckpoint(following.projection, session.connection);
  const projection = madeBy(following.projection, checkpoint.version);
  if (!projection)
    return (
      (await awaitNewRows(following, session, checkpoint)) ??
      (signal.aborted ? undefined : followAsActive(following, session, wakeUp, onProgress))
    );
  const length = new BatchLength(following.batch ?? mostTogether);
  let restsUntil = -Infinity;
  while (!signal.aborted) {
    await pause(restsUntil - performance.now(), signal);
    const startedAt = performance.now();
    session.check();
    const { count } = wakeUp;
    const failure = await followRound({ ...following, projection }, session, checkpoint, length, onProgress);
    if (failure) return failure;
    if (!signal.aborted) onLevel?.();
    const endedAt = performance.now();
    restsUntil = endedAt + restMs(endedAt - startedAt);
    await wakeUp.after(count, pollMs, signal);
  }
  return undefined;
};

/**
 * Waits until rows of another version are replaced by ones that this program can follow: a rebuild is making them. Rows of a newer version
 * are a failure here, since only a newer program can follow them.
 */
const awaitNewRows = async (
  following: Following,
  session: ActiveSession,
  checkpoint: Checkpoint,
): Promise<ProjectionFailure | undefined> => {
  const { projection, signal } = following;
  const { name, version } = projection;
  if (checkpoint.version > version)
    return storeFailure(
      {
        name,
        seq: checkpoint.seq,
        eventId: null,
        message: `Rows are of version ${checkpoint.version}, this is ${version}.`,
      },
      session.connection,
    );
  while (!signal.aborted) {
    await pause(pollMs, signal);
    session.check();
    if ((await readCheckpoint(projection, session.connection)).version !== checkpoint.version)
      return undefined;
  }
  return undefined;
};

/** Applies all facts after the checkpoint, batch by batch. Moving the checkpoint verifies it, so that only a round without facts asks for it. */
const followRound = async (
  following: Following,
  session: ActiveSession,
  checkpoint: Checkpoint,
  length: BatchLength,
  onProgress: () => void,
): Promise<ProjectionFailure | undefined> => {
  const { projection, signal, hasRoom = () => true } = following;
  let isLevel = true;
  for await (const facts of batchesAfter(checkpoint.seq, following.facts, length)) {
    isLevel = false;
    while (!hasRoom() && !signal.aborted) {
      await pause(roomPollMs, signal);
      session.check();
    }
    if (signal.aborted) return undefined;
    const failure = await bounded(following, checkpoint.seq, facts.length, async () => {
      const beganAt = performance.now();
      const failed = await applyFacts(session, following, checkpoint, facts);
      length.took(facts.length, performance.now() - beganAt);
      return failed;
    });
    if (failure) return failure;
    onProgress();
    if (signal.aborted) return undefined;
  }
  if (isLevel) await verifyCheckpoint(projection.name, checkpoint, session.connection);
  return undefined;
};

/** A follower with fewer facts to apply is level with the log, and does not wait for the others. */
const manyFacts = 512;

const bounded = <Result>(
  { semaphore }: Following,
  seq: number,
  facts: number,
  apply: () => Promise<Result>,
): Promise<Result> => (semaphore && facts >= manyFacts ? semaphore.use(seq, apply) : apply());
