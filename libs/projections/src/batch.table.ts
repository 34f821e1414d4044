import type { ActiveSession } from '#database';
import type { SequencedFact } from '#facts';
import {
  announceCheckpoint,
  clearFailure,
  moveCheckpoint,
  type Checkpoint,
  storeFailure,
} from './checkpoint.table.js';
import { isOfTheFact, messageOf, NotApplied } from './not-applied.table.js';
import type { Projection, ProjectionFailure } from './projection.js';

/**
 * Applies facts in order. When one of them cannot be applied, all before it are; it is stored as the failure and given back.
 * Anything else that goes wrong is thrown and leaves the transaction open, to end with the session. What is not live (rows that are built
 * beside those that are shown) is told nobody.
 */
export const applyFacts = async (
  session: ActiveSession,
  projection: Projection,
  checkpoint: Checkpoint,
  facts: readonly SequencedFact[],
  isLive = true,
): Promise<ProjectionFailure | undefined> => {
  try {
    await applyBatch(session, projection, checkpoint, facts, isLive);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotApplied) || session.lost || !isOfTheFact(error.cause)) throw error;
    await session.connection.query('rollback');
    const [fact] = facts;
    if (fact && facts.length === 1)
      return storeFailure(
        { name: projection.name, seq: fact.seq, eventId: fact.eventId, message: messageOf(error.cause) },
        session.connection,
      );
    const half = Math.ceil(facts.length / 2);
    return (
      (await applyFacts(session, projection, checkpoint, facts.slice(0, half), isLive)) ??
      (await applyFacts(session, projection, checkpoint, facts.slice(half), isLive))
    );
  }
};

const applyBatch = async (
  { connection }: ActiveSession,
  projection: Projection,
  checkpoint: Checkpoint,
  facts: readonly SequencedFact[],
  isLive: boolean,
): Promise<void> => {
  const { name } = projection;
  const to = facts.at(-1)?.seq ?? checkpoint.seq;
  const passed = checkpoint.failedSeq !== null && to >= checkpoint.failedSeq;
  await connection.query('begin');
  await moveCheckpoint(name, checkpoint, to, connection);
  await applied(projection, facts, connection);
  if (passed) await clearFailure(name, connection);
  await connection.query('commit');
  checkpoint.seq = to;
  if (passed) checkpoint.failedSeq = null;
  if (isLive) await announceCheckpoint(name, to, connection);
};

const applied = async (
  projection: Projection,
  facts: readonly SequencedFact[],
  connection: ActiveSession['connection'],
): Promise<void> => {
  try {
    await projection.apply(facts, connection);
  } catch (cause) {
    throw new NotApplied({ cause });
  }
};
