import type { UsccAccepted } from '#facts';
import { hasRightUsccCheck } from '#identifiers';
import type { AcceptedUscc } from '../accepted-uscc.js';

type Verdict =
  | { readonly outcome: 'record'; readonly fact: Pick<UsccAccepted, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' };

/** Offices have issued codes with a wrong check character. One whose check is right needs no fact. */
export const acceptUscc =
  (code: string, reason: string) =>
  (state: AcceptedUscc): Verdict => {
    if (hasRightUsccCheck(code)) return { outcome: 'unchanged' };
    if (state.status === 'ACCEPTED' && state.reason === reason) return { outcome: 'unchanged' };
    return { outcome: 'record', fact: { type: 'UsccAccepted', data: { code, reason } } };
  };
