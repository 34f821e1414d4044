import type pg from 'pg';
import { type ActiveSession, whileActive } from '#database';
import type { SequencedFact } from '#facts';
import { applyFacts, type ParkedFact } from './batch.table.js';
import { type Checkpoint, readCheckpoint, storeFailure, verifyCheckpoint } from './checkpoint.table.js';
import { atLeastMs, restAfterMs } from './follower-pauses.js';
import { isOfRoom } from './not-applied.table.js';
import type { Projection, ProjectionFailure } from './projection.js';
import { type FactSource, mostTogether } from './shared-facts.js';
import { pagesAhead } from '#keyset';
import { BackOff, pause, retried, WakeUp } from '#wake-up';

export interface Following {
  readonly projection: Projection;
  /** One connection is held beside it for as long as this follows. */
  readonly pool: Pick<pg.Pool, 'options'>;
  readonly facts: FactSource;
  /** Ends after the batch at hand. */
  readonly signal: AbortSignal;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Told of each fact that is parked, for an alarm. */
  readonly onParked?: (parked: ParkedFact) => void;
  /** Whether there is room to write; while there is none nothing is applied. Always, unless given. */
  readonly hasRoom?: () => boolean;
  /** Facts in one transaction at most; `mostTogether` unless given. */
  readonly batch?: number;
}

export type FollowingEnded =
  | { readonly outcome: 'stopped' }
  /** A fact cannot be applied; only another version of the projection can pass it. */
  | { readonly outcome: 'failed'; readonly failure: ProjectionFailure };

/** Without a word of new facts they are looked for all the same. */
const pollMs = 1_000;
const roomPollMs = 500;

/**
 * Follows the log for one projection until the signal. Of several followers, in one process or many, one is active: it holds a
 * lock of its connection; the others stand by. Should two believe that they hold it, the checkpoint decides. What is lost on
 * the way (connection, deadlock, server) is tried again, from the checkpoint.
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
 * Rows that a crash of the database takes back are folded again, and their checkpoint goes back with them: nobody waits for the disk at each
 * batch. What is acknowledged is the facts, and these do.
 */
const foldedAgain = 'set synchronous_commit = off';

const followInSession = async (
  following: Following,
  wakeUp: WakeUp,
  onProgress: () => void,
): Promise<FollowingEnded> => {
  const { pool, projection, signal } = following;
  const notify = (): void => wakeUp.notify();
  const active = {
    name: `xudai projection ${projection.name}`,
    signal,
    prepares: true,
    ...(projection.appends ? {} : { begin: foldedAgain }),
    onNotification: notify,
    onLost: notify,
  };
  const failure = await whileActive(pool, active, (session) =>
    followAsActive(following, session, wakeUp, onProgress),
  );
  return failure ? { outcome: 'failed', failure } : { outcome: 'stopped' };
};

/** Until the signal; gives the fact that it stops at, if it does. */
const followAsActive = async (
  following: Following,
  session: ActiveSession,
  wakeUp: WakeUp,
  onProgress: () => void,
): Promise<ProjectionFailure | undefined> => {
  const { signal } = following;
  await session.connection.query('listen xudai_facts');
  const checkpoint = await readCheckpoint(following.projection, session.connection);
  const projection = madeBy(following.projection, checkpoint.version);
  if (!projection)
    return (
      (await awaitNewRows(following, session, checkpoint)) ??
      (signal.aborted ? undefined : followAsActive(following, session, wakeUp, onProgress))
    );
  let restsUntil = -Infinity;
  while (!signal.aborted) {
    await pause(restsUntil - performance.now(), signal);
    const startedAt = performance.now();
    session.check();
    const { count } = wakeUp;
    await verifyCheckpoint(projection.name, checkpoint, session.connection);
    const failure = await followRound({ ...following, projection }, session, checkpoint, onProgress);
    if (failure) return failure;
    const endedAt = performance.now();
    restsUntil = endedAt + restAfterMs(endedAt - startedAt);
    await wakeUp.after(count, pollMs, signal);
  }
  return undefined;
};

/** The version of a projection that made the rows that are live; undefined where this program has it not. */
const madeBy = (projection: Projection, version: number): Projection | undefined =>
  [projection, projection.previous].find((each) => each?.version === version);

/**
 * Rows of an older version stand still until those of this one are built beside them and take their place; those of a newer one are
 * another program's to follow.
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
    const now = await readCheckpoint(projection, session.connection);
    if (now.version !== checkpoint.version) return undefined;
  }
  return undefined;
};

/** Everything there is after the place. */
const followRound = async (
  following: Following,
  session: ActiveSession,
  checkpoint: Checkpoint,
  onProgress: () => void,
): Promise<ProjectionFailure | undefined> => {
  const { projection, signal, hasRoom = () => true, onParked = () => undefined } = following;
  for await (const facts of batchesAfter(checkpoint.seq, following)) {
    while (!hasRoom() && !signal.aborted) {
      await pause(roomPollMs, signal);
      session.check();
    }
    if (signal.aborted) return undefined;
    const failure = await applyFacts(session, { projection, onParked }, checkpoint, facts);
    if (failure) return failure;
    onProgress();
    if (signal.aborted) return undefined;
  }
  return undefined;
};

/**
 * All facts after a seq up to the end as it is then. Batches end at multiples of their length: followers that catch up ask for the same
 * facts, and a block of figures is mostly one batch.
 */
async function* batchesAfter(
  seq: number,
  { facts: source, batch = mostTogether }: Following,
): AsyncGenerator<readonly SequencedFact[]> {
  const readAfter = (last: number, limit: number) => source.readAfter(last, limit);
  const toMultiple = batch - (seq % batch);
  const first = await readAfter(seq, toMultiple);
  let last = lastOf(first, seq);
  if (first.length > 0) yield first;
  if (first.length < toMultiple) return;
  for await (const facts of pagesAhead(readAfter, last, batch, (fact) => fact.seq)) {
    last = lastOf(facts, last);
    yield facts;
  }
}

/** Seq of the last; throws at a gap, which would be a reader that passed a fact. */
export const lastOf = (facts: readonly SequencedFact[], after: number): number =>
  facts.reduce((last, { seq }) => {
    if (seq !== last + 1) throw new Error(`After fact ${last} came ${seq}.`);
    return seq;
  }, after);
