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
  /** Of the store that is followed. */
  readonly open: Pick<OpenLog, 'log' | 'holdsSequenced'>;
  /** Before the names of its streams in the store. */
  readonly prefix: string;
  /** One connection is held beside it for as long as this follows. */
  readonly pool: Pick<pg.Pool, 'options'>;
  /** Ends after the batch at hand. */
  readonly signal: AbortSignal;
  /** Whether there is room to write; while there is none nothing is put in order. Always, unless given. */
  readonly hasRoom?: () => boolean;
  /** Then it ends where the store does, instead of waiting for what comes. */
  readonly untilLevel?: boolean;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Told why the sequence stands still, once for each reason, before it is looked at again. */
  readonly onStandstill?: (message: string) => void;
}

export type SequencingEnded =
  | { readonly outcome: 'stopped' }
  /** Everything that stood in the store stands in the sequence. */
  | { readonly outcome: 'level' }
  /** What stands in the store or in the tables cannot be gone on from. Told only by one that does not wait for what comes. */
  | { readonly outcome: 'failed'; readonly message: string; readonly ofFacts: boolean };

const limit = { facts: 1_000, bytes: 8_000_000 };
/** A sign of life this often, and the database ends the connection of a sequencer that gave none for so long: one that was
 * stopped in its tracks would else keep its place from the others for ever. */
const heartbeatMs = 1_000;
const longestSilenceMs = 4_000;
/** A store that is brought back older stands still for longer: it is known again before anything is taken from it. */
const knownAgainMs = 1_000;
/** A store may be put right at any time; what is wrong with its facts is not put right by waiting. */
const lookAgainMs = { store: 3_000, facts: 30_000 };

/**
 * Gives the registry's order to the facts of an event store: follows all its streams and puts each fact with the next number
 * into the table of facts, which everything downstream reads. Of several sequencers one is active and the others stand by; should
 * two believe to be it, the place decides. Order and instants follow from what the store holds, so that a sequence that was lost
 * comes out the same.
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
  // The name by which versions before this one know each other as well.
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
 * The store must hold the last fact of the sequence where the sequence has it: else it is another store, or an older copy. And the
 * sequence must be there as far as it has got.
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

/** The store may be changed for an older copy while it is followed; the subscription that is made anew would say nothing of it. */
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
      // That it stood still is over only now: what stopped it may have been the next fact.
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

/** A sign of life is little, and keeps the place. */
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

/** SQLSTATE classes that say something about what was written, not about the state of the server. */
const ofTheFacts = /^(22|23|42|54)/;

const failureOf = (error: unknown): Error | undefined => {
  if (error instanceof CannotSequence || error instanceof NoFact) return error;
  if (error instanceof pg.DatabaseError && ofTheFacts.test(error.code ?? ''))
    return new CannotSequence(`The facts cannot be written as the store has them (${error.code}).`, {
      cause: error,
    });
  return undefined;
};
