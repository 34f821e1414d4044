import type { StoredFact } from '#facts';
import type { Append, ExpectedRevision, RevisionConflict } from './event-log.js';

/** Revision as a number: −1 for none. */
export const indexOf = (revision: ExpectedRevision): number => (revision === 'none' ? -1 : revision);

export const conflictAt = (head: number): RevisionConflict => ({
  outcome: 'conflict',
  actualRevision: head < 0 ? 'none' : head,
});

/** Whether an append is one that was made before: the facts that stand after its expected revision have the ids of its own. */
export const isRepeatedBy = (stored: readonly StoredFact[], { facts }: Append): boolean =>
  facts.every(({ eventId }, index) => stored[index]?.eventId === eventId);
