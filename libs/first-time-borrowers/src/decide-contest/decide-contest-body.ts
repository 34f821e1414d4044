import { z } from 'zod';
import { identifierText, text } from '#reports';

/** Which claim goes first, and why. */
export const decideContestBody = z
  .strictObject({
    institution: identifierText,
    loanId: identifierText,
    reason: text,
  })
  .meta({ id: 'DecideContestBody' });

export type DecideContestBody = z.infer<typeof decideContestBody>;
