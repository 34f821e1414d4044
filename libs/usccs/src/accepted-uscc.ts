import type { Evolution } from '#decider';
import { type StoredFact, type UsccAccepted, usccStream } from '#facts';
import type { FoldRequest } from '#recording';

/** Whether a code is lawful by a fact, and by which reason; what was accepted is never withdrawn. */
export type AcceptedUscc =
  | { readonly status: 'UNKNOWN' }
  | { readonly status: 'ACCEPTED'; readonly reason: string };

export const acceptedUscc: Evolution<AcceptedUscc, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (_, stored) => ({ status: 'ACCEPTED', reason: (stored as UsccAccepted).data.reason }),
};

export const acceptedUsccRequest = (code: string): FoldRequest<AcceptedUscc> => ({
  stream: usccStream(code),
  fold: { kind: 'uscc', evolution: acceptedUscc },
});
