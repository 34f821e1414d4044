import type { ActiveSession } from '#database';
import type { SequencedFact } from '#facts';
import { beginMoved, type Checkpoint, clearFailure, commitMoved, storeFailure } from './checkpoint.table.js';
import {
  isOfOneFact,
  isOfTheFact,
  messageOf,
  NotApplied,
  reasonCode,
  leaveParked,
  mostParkedSubjects,
  parkFact,
} from './parked-fact.table.js';
import type { Projection, ProjectionFailure } from './projection.js';

/** A fact that was parked, without its values. */
export interface ParkedFact {
  readonly projection: string;
  readonly seq: number;
  readonly type: string;
  readonly reason: string;
}

/** How facts are applied. */
export interface Applying {
  readonly projection: Projection;
  /** Whether the rows are the live ones, whose checkpoint is announced; a rebuild's are not. */
  readonly isLive?: boolean;
  readonly onParked?: (parked: ParkedFact) => void;
}

/**
 * Applies facts in order. Where the batch fails because of one of them, it is halved until that fact is found; all before it are applied.
 * The fact is parked with its subject and the others go on. In a projection that does not park, or has parked too much, the fact is stored
 * as the failure and returned. Any other error is thrown and leaves the transaction open, which ends with the session.
 */
export const applyFacts = async (
  session: ActiveSession,
  applying: Applying,
  checkpoint: Checkpoint,
  facts: readonly SequencedFact[],
): Promise<ProjectionFailure | undefined> => {
  const error = await notApplied(session, applying, checkpoint, facts);
  if (!error) return undefined;
  const [fact] = facts;
  if (fact && facts.length === 1) return passOver(session, applying, checkpoint, fact);
  const half = Math.ceil(facts.length / 2);
  return (
    (await applyFacts(session, applying, checkpoint, facts.slice(0, half))) ??
    (await applyFacts(session, applying, checkpoint, facts.slice(half)))
  );
};

/** Tries a batch. Returns the error, after a rollback, where one of the facts may be at fault; throws every other error. */
const notApplied = async (
  session: ActiveSession,
  applying: Applying,
  checkpoint: Checkpoint,
  facts: readonly SequencedFact[],
): Promise<NotApplied | undefined> => {
  try {
    await applyBatch(session, applying, checkpoint, facts);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotApplied) || session.lost || !isOfTheFact(error.cause)) throw error;
    await session.connection.query('rollback');
    return error;
  }
};

/** Parks or fails at a single fact, after trying it once more, to be sure that the fact is at fault. */
const passOver = async (
  session: ActiveSession,
  applying: Applying,
  checkpoint: Checkpoint,
  fact: SequencedFact,
): Promise<ProjectionFailure | undefined> => {
  const { projection, onParked } = applying;
  const error = await notApplied(session, applying, checkpoint, [fact]);
  if (!error) return undefined;
  const { name, parks = false } = projection;
  if (
    parks &&
    isOfOneFact(error.cause) &&
    (await applyBatch(session, applying, checkpoint, [fact], error.cause))
  ) {
    onParked?.({ projection: name, seq: fact.seq, type: fact.type, reason: reasonCode(error.cause) });
    return undefined;
  }
  return storeFailure(
    { name, seq: fact.seq, eventId: fact.eventId, message: messageOf(error.cause) },
    session.connection,
  );
};

/**
 * Rows are always found by their keys. For small tables the planner would prefer to read them whole, for each batch, and may keep such a
 * plan after they have grown.
 */
const begin = `begin; ${['hashjoin', 'mergejoin', 'seqscan'].map((way) => `set local enable_${way} = off`).join('; ')}`;

/** With `parkedFor` the only fact is parked for that reason instead. False where too much is parked already; nothing is done then. */
const applyBatch = async (
  { connection }: ActiveSession,
  { projection, isLive = true }: Applying,
  checkpoint: Checkpoint,
  facts: readonly SequencedFact[],
  parkedFor?: unknown,
): Promise<boolean> => {
  const { name } = projection;
  const passed = { after: checkpoint.seq, upTo: facts.at(-1)?.seq ?? checkpoint.seq };
  const { failedSeq } = checkpoint;
  const isPassed = failedSeq !== null && passed.upTo >= failedSeq;
  const parked = await beginMoved(begin, name, checkpoint, passed.upTo, connection);
  const [fact] = facts;
  if (parkedFor === undefined || !fact)
    await applied(projection, await leaveParked(name, facts, parked, connection), passed, connection);
  else if (parked.length < mostParkedSubjects) {
    await parkFact(name, fact, parkedFor, connection);
    await applied(projection, [], passed, connection);
  } else {
    await connection.query('rollback');
    return false;
  }
  if (isPassed) await clearFailure(name, connection);
  await commitMoved(name, passed.upTo, isLive, connection);
  checkpoint.seq = passed.upTo;
  if (isPassed) checkpoint.failedSeq = null;
  return true;
};

const applied = async (
  projection: Projection,
  facts: readonly SequencedFact[],
  passed: { readonly after: number; readonly upTo: number },
  connection: ActiveSession['connection'],
): Promise<void> => {
  try {
    await projection.apply(facts, connection, passed);
  } catch (cause) {
    throw new NotApplied({ cause });
  }
};
