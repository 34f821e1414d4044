import { z } from 'zod';
import type { Evolution } from '#decider';
import { type StoredFact, type UsccAccepted, usccStream } from '#facts';
import { hasRightUsccCheck, hasUsccForm } from '#identifiers';
import type { FoldRequest } from '#recording';
import { text } from '#reports';

/** Body of `PUT /v1/usccs/{code}`. */
export const usccBody = z.strictObject({ reason: text });

/** Whether a code was accepted, and why. Acceptance is never withdrawn. */
type AcceptedUscc = { readonly status: 'UNKNOWN' } | { readonly status: 'ACCEPTED'; readonly reason: string };

export const acceptedUscc: Evolution<AcceptedUscc, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (_, stored) => ({ status: 'ACCEPTED', reason: (stored as UsccAccepted).data.reason }),
};

export const acceptedUsccRequest = (code: string): FoldRequest<AcceptedUscc> => ({
  stream: usccStream(code),
  fold: { kind: 'uscc', evolution: acceptedUscc },
});

type Verdict =
  | { readonly outcome: 'record'; readonly fact: Pick<UsccAccepted, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: 'no-uscc' };

/**
 * Accepts a code that was issued with a wrong check character. Refuses text without the form of a USCC, and codes with a right check
 * character, which need no fact.
 */
export const acceptUscc =
  (code: string, reason: string) =>
  (state: AcceptedUscc): Verdict => {
    if (!hasUsccForm(code)) return { outcome: 'refuse', refusal: 'no-uscc' };
    if (hasRightUsccCheck(code)) return { outcome: 'unchanged' };
    if (state.status === 'ACCEPTED' && state.reason === reason) return { outcome: 'unchanged' };
    return { outcome: 'record', fact: { type: 'UsccAccepted', data: { code, reason } } };
  };
