import { z } from 'zod';
import { bailoutKind } from '#contract';
import { bailoutProgrammeCodeText, borrower, businessDateText, loanIdText, moneyText } from './values.js';

const bailoutDisbursed = z.strictObject({
  effectiveDate: businessDateText,
  programme: bailoutProgrammeCodeText,
  kind: bailoutKind,
  borrower,
  amount: moneyText,
  loanId: loanIdText.exactOptional(),
});

const bailoutReturned = z.strictObject({
  effectiveDate: businessDateText,
  programme: bailoutProgrammeCodeText,
  amount: moneyText,
});

export const bailoutReports = {
  'bailout.disbursed': bailoutDisbursed,
  'bailout.returned': bailoutReturned,
} as const;

export type BailoutDisbursedReport = z.infer<typeof bailoutDisbursed>;
export type BailoutReturnedReport = z.infer<typeof bailoutReturned>;
