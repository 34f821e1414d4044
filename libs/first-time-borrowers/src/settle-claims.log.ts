import { businessDate, type Clock } from '#calendar';
import { type Append, AppendTooLarge, type EventLog, type ManyStreams, NotStorable } from '#event-log';
import { type ArbitrationFact, borrowerStream, factIn, type NewFact, type StoredFact } from '#facts';
import { Setback } from '#projections';
import { newFact, storedAs } from '#recording';
import {
  afterSettling,
  derive,
  type DerivedChange,
  isArbitration,
  nothingSettled,
  type Settled,
} from './settled.js';
import type { Step } from './follow-facts.js';

// What changed is appended to the borrower's stream, one append for each cause. The stream is the only memory of what was
// appended: before a step it is held against the cause, and while it holds a fact that follows from this cause or a later one,
// the step was done, also when it had nothing to append, since steps are taken in order. Otherwise the stream says
// what followed from all causes before, and the difference is appended at exactly that revision. So a step may be repeated
// after any crash, and two arbiters may take it at once: one append succeeds, and the other arbiter reads on and finds it.

/** What settling touches. */
export interface ArbiterDependencies {
  readonly log: Pick<EventLog & ManyStreams, 'append' | 'readStreams'>;
  readonly clock: Clock;
}

/** Takes the steps of many borrowers, side by side, and gives every fact that follows from their causes. */
export const settleClaims = async (
  dependencies: ArbiterDependencies,
  steps: readonly Step[],
): Promise<readonly ArbitrationFact[]> => {
  const borrowers = [...new Set(steps.map(({ borrowerKey }) => borrowerKey))].map((key) => ({
    stream: borrowerStream(key),
    own: steps.filter(({ borrowerKey }) => borrowerKey === key),
  }));
  if (borrowers.length === 0) return [];
  const streams = await orSetback(
    dependencies.log.readStreams(borrowers.map(({ stream }) => ({ stream, from: 0 }))),
  );
  const taken = await Promise.allSettled(
    borrowers.map(({ stream, own }, index) =>
      settleBorrower(dependencies, stream, streams[index] ?? [], own),
    ),
  );
  // All of them have ended when the failure of one is thrown: nothing goes on appending behind the caller's back.
  return taken.flatMap((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
};

/** One borrower's steps, strictly in order. */
const settleBorrower = async (
  dependencies: ArbiterDependencies,
  stream: string,
  stored: readonly StoredFact[],
  steps: readonly Step[],
): Promise<readonly ArbitrationFact[]> => {
  const facts = [...stored];
  let settled = afterAll(nothingSettled, stored);
  const take = (more: readonly StoredFact[]): void => {
    facts.push(...more);
    settled = afterAll(settled, more);
  };
  for (const { borrowerKey, cause, arbitrated } of steps)
    while (settled.lastCause < cause.seq) {
      const changes = derive({ borrowerKey, causedBy: cause.seq }, settled, arbitrated);
      if (changes.length === 0) break;
      const append: Append = {
        stream,
        expectedRevision: facts.at(-1)?.revision ?? 'none',
        facts: changes.map((change) => recorded(change, cause.eventId, dependencies.clock.now())),
      };
      const result = await orSetback(dependencies.log.append(append));
      if (result.outcome === 'appended') take(storedAs(append, result.firstRevision));
      else take((await orSetback(dependencies.log.readStreams([{ stream, from: facts.length }]))).flat());
    }
  const causes = new Set(steps.map(({ cause }) => cause.seq));
  return facts.filter(isArbitration).filter(({ data }) => causes.has(data.causedBy));
};

const ofBorrower = factIn('borrower');

const afterAll = (settled: Settled, facts: readonly StoredFact[]): Settled =>
  facts.map((fact) => ofBorrower(fact)).reduce(afterSettling, settled);

const recorded = (
  { institution, effectiveDate, ...fact }: DerivedChange,
  causationId: string,
  nowMs: number,
): NewFact =>
  newFact(fact, { actor: 'registry', correlationId: null }, nowMs, {
    institution,
    effectiveDate: businessDate(effectiveDate),
    causationId,
  });

/** A log that does not answer, or has no room, says nothing about the facts at hand: they are tried again. */
const orSetback = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppendTooLarge || error instanceof NotStorable || error instanceof TypeError)
      throw error;
    throw new Setback('The log did not take or give the facts of a borrower.', { cause: error });
  }
};
