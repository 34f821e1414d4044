import { z } from 'zod';
import type { FirstTimeContestDecided } from '#facts';
import { institutionText, loanIdText, text } from '#reports';
import { arbitrate, decisionInForce } from './arbitrate.js';
import { claimKey, type Dossier } from './dossier.js';

/** Which claim goes first, and why. */
export const decideContestBody = z
  .strictObject({
    institution: institutionText,
    loanId: loanIdText,
    reason: text,
  })
  .meta({ id: 'DecideContestBody' });

export type DecideContestBody = z.infer<typeof decideContestBody>;

export type ContestRefusal = 'unknown-claim' | 'not-contested';

type Verdict =
  | { readonly outcome: 'record'; readonly fact: Pick<FirstTimeContestDecided, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: ContestRefusal };

/** A supervisor says which of several contested claims goes first; a later decision takes the place of an earlier one. */
export const decideContest =
  (borrowerKey: string, { institution, loanId, reason }: DecideContestBody) =>
  (dossier: Dossier): Verdict => {
    const key = claimKey({ institution, loanId });
    const claim = arbitrate(borrowerKey, dossier).find((each) => claimKey(each) === key);
    if (!claim) return { outcome: 'refuse', refusal: 'unknown-claim' };
    if (!claim.contested) return { outcome: 'refuse', refusal: 'not-contested' };
    const stored = decisionInForce(dossier);
    if (stored && claimKey(stored) === key && stored.reason === reason) return { outcome: 'unchanged' };

    return {
      outcome: 'record',
      fact: { type: 'FirstTimeContestDecided', data: { borrowerKey, institution, loanId, reason } },
    };
  };
