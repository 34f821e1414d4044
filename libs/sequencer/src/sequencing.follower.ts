import pg from 'pg';
import { type ActiveSession, whileActive } from '#database';
import { knownInTime, NoFact, type OpenLog } from '#event-log';
import { BackOff, pause, retried } from '#wake-up';
import { batchesOf } from './batches.follower.js';
import {
  CannotSequence,
  type Checkpoint,
  checkEnd,
  noteFailure,
  noteGoingOn,
  noteHeard,
  putInOrder,
  readCheckpoint,
} from './sequencer.table.js';

export interface Sequencing {
  /** The store that is followed. */
  readonly open: Pick<OpenLog, 'log' | 'holdsSequenced'>;
  /** Prefix of its stream names in the store. */
  readonly prefix: string;
  /** Its configuration is used for one held connection outside of it. */
  readonly pool: Pick<pg.Pool, 'options'>;
  /** Ends the work after the current batch. */
  readonly signal: AbortSignal;
  /** Whether the disk has room to write; else the sequencer waits. Default: it has. */
  readonly hasRoom?: () => boolean;
  /** Whether to end once caught up, instead of waiting for new facts. */
  readonly untilLevel?: boolean;
  /** Called with an error before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Called with the reason why the sequence stands still, once for each reason. */
  readonly onStandstill?: (message: string) => void;
}

export type SequencingEnded =
  | { readonly outcome: 'stopped' }
  /** All facts of the store are sequenced. */
  | { readonly outcome: 'level' }
  /** The store or the tables do not allow the sequence to continue. Only with `untilLevel`. */
  | { readonly outcome: 'failed'; readonly message: string; readonly ofFacts: boolean };

const limit = { facts: 1_000, bytes: 8_000_000 };
/** Interval of heartbeats. Without them the database closes the connection, so that a suspended process does not keep the lock. */
const heartbeatMs = 1_000;
const longestSilenceMs = 4_000;
/** How often the identity of the store is checked. Restoring an older copy takes longer, so no fact is taken from one. */
const knownAgainMs = 1_000;
/** Pauses after a standstill. The right store may be back at any time; faulty facts are not repaired by waiting. */
const lookAgainMs = { store: 3_000, facts: 30_000 };

/**
 * Sequences the facts of an event store: follows all its streams and copies each fact with the next seq into the table of facts, which
 * everything downstream reads. Of several sequencers one is active, by an advisory lock; should two believe to be it, the compare-and-set
 * of the checkpoint lets one write. Order and instants are functions of the store's content, so that a lost sequence is derived again
 * equally.
 */
export const sequence = async (sequencing: Sequencing): Promise<SequencingEnded> => {
  const { signal, untilLevel, onSetback, onStandstill } = sequencing;
  const backOff = new BackOff({ longestMs: 2_000 });
  let standstill: string | undefined;
  const onProgress = (): void => {
    backOff.reset();
    standstill = undefined;
  };
  for (;;) {
    const ended = await retried(() => sequenceInSession(sequencing, onProgress), {
      signal,
      onSetback,
      backOff,
    });
    if (!ended) return { outcome: 'stopped' };
    if (ended.outcome !== 'failed' || untilLevel) return ended;
    if (ended.message !== standstill) onStandstill?.(ended.message);
    standstill = ended.message;
    await pause(ended.ofFacts ? lookAgainMs.facts : lookAgainMs.store, signal);
  }
};

const sequenceInSession = async (
  sequencing: Sequencing,
  onProgress: () => void,
): Promise<SequencingEnded> => {
  const { pool, signal } = sequencing;
  // Older versions use this name too, so it must not change.
  const active = { name: 'xudai projection sequencer', signal };
  const ended = await whileActive(pool, active, (session) =>
    sequenceAsActive(sequencing, session, onProgress),
  );
  return ended ?? { outcome: 'stopped' };
};

const sequenceAsActive = async (
  sequencing: Sequencing,
  session: ActiveSession,
  onProgress: () => void,
): Promise<SequencingEnded> => {
  const { prefix, signal } = sequencing;
  const { connection } = session;
  await connection.query(`set idle_session_timeout = ${longestSilenceMs}`);
  try {
    const checkpoint = await readCheckpoint(prefix, connection);
    await checkStore(checkpoint, sequencing, session);
    if (signal.aborted) return { outcome: 'stopped' };
    await followFrom(checkpoint, sequencing, session, onProgress);
    return { outcome: signal.aborted ? 'stopped' : 'level' };
  } catch (error) {
    const failure = failureOf(error);
    if (!failure || session.lost) throw error;
    await noteFailure(failure.message, connection);
    const ofFacts = failure instanceof NoFact || failure.cause !== undefined;
    return { outcome: 'failed', message: failure.message, ofFacts };
  }
};

/**
 * Checks that the store holds the last sequenced fact at its position, else it is another store or an older copy; and that the table of
 * facts ends at the checkpoint.
 *
 * @throws CannotSequence
 */
const checkStore = async (at: Checkpoint, sequencing: Sequencing, session: ActiveSession): Promise<void> => {
  await checkEnd(at, session.connection);
  const alive = setInterval(() => void noteHeard(session.connection).catch(() => undefined), heartbeatMs);
  const { open, signal } = sequencing;
  try {
    const isKnown = await knownInTime(() => open.holdsSequenced(session.connection), signal);
    if (!isKnown && !signal.aborted)
      throw new CannotSequence(
        `The event store does not hold fact ${at.seq} where the sequence has it: it is another store, or an older copy of it.`,
      );
  } finally {
    clearInterval(alive);
  }
};

/**
 * Follows the store from the checkpoint. Checks the store again and again: it may be replaced by an older copy, which a renewed
 * subscription would not show.
 */
const followFrom = async (
  from: Checkpoint,
  sequencing: Sequencing,
  session: ActiveSession,
  onProgress: () => void,
): Promise<void> => {
  const { signal, untilLevel } = sequencing;
  const { log } = sequencing.open;
  let checkpoint = from;
  let knownMs = performance.now();
  const leaving = new AbortController();
  const items = untilLevel
    ? log.readAll(checkpoint.position)
    : log.subscribe(checkpoint.position, AbortSignal.any([signal, leaving.signal]));
  try {
    for await (const batch of batchesOf(items, limit, heartbeatMs)) {
      session.check();
      if (performance.now() - knownMs >= knownAgainMs) {
        await checkStore(checkpoint, sequencing, session);
        if (signal.aborted) return;
        knownMs = performance.now();
      }
      // A standstill is over only after a batch, since the next fact may have been its reason.
      if (batch.length > 0) await untilRoom(sequencing, session);
      if (signal.aborted) return;
      if (batch.length === 0) await noteGoingOn(session.connection);
      else checkpoint = await putInOrder(checkpoint, batch, session.connection);
      onProgress();
      if (signal.aborted) return;
    }
  } finally {
    leaving.abort();
  }
};

/** Waits for room. Heartbeats take little space, and keep the lock. */
const untilRoom = async (
  { hasRoom = () => true, signal }: Sequencing,
  session: ActiveSession,
): Promise<void> => {
  while (!hasRoom() && !signal.aborted) {
    await noteHeard(session.connection);
    await pause(heartbeatMs, signal);
    session.check();
  }
};

/** SQLSTATE classes of errors in the data written, as opposed to the state of the server. */
const ofTheFacts = /^(22|23|42|54)/;

const failureOf = (error: unknown): Error | undefined => {
  if (error instanceof CannotSequence || error instanceof NoFact) return error;
  if (error instanceof pg.DatabaseError && ofTheFacts.test(error.code ?? ''))
    return new CannotSequence(`The facts cannot be written as the store has them (${error.code}).`, {
      cause: error,
    });
  return undefined;
};
