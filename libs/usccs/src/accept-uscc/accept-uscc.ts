import type { UsccAccepted } from '#facts';
import { hasRightUsccCheck, hasUsccForm } from '#identifiers';
import type { AcceptedUscc } from '../accepted-uscc.js';

type Verdict =
  | { readonly outcome: 'record'; readonly fact: Pick<UsccAccepted, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: 'no-uscc' };

/** Offices have issued codes with a wrong check character; one of another form was issued by nobody, and one whose check is right needs no fact. */
export const acceptUscc =
  (code: string, reason: string) =>
  (state: AcceptedUscc): Verdict => {
    if (!hasUsccForm(code)) return { outcome: 'refuse', refusal: 'no-uscc' };
    if (hasRightUsccCheck(code)) return { outcome: 'unchanged' };
    if (state.status === 'ACCEPTED' && state.reason === reason) return { outcome: 'unchanged' };
    return { outcome: 'record', fact: { type: 'UsccAccepted', data: { code, reason } } };
  };
