import { z } from 'zod';
import { institutionText, loanIdText, text } from '#reports';

/** Which claim goes first, and why. */
export const decideContestBody = z
  .strictObject({
    institution: institutionText,
    loanId: loanIdText,
    reason: text,
  })
  .meta({ id: 'DecideContestBody' });

export type DecideContestBody = z.infer<typeof decideContestBody>;
