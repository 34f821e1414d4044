import { z } from 'zod';
import { bailoutKind } from '#contract';
import { borrower, businessDateText, identifierText, loanIdText, moneyText } from './values.js';

const bailoutDisbursed = z.strictObject({
  effectiveDate: businessDateText,
  programme: identifierText,
  kind: bailoutKind,
  borrower,
  amount: moneyText,
  loanId: loanIdText.exactOptional(),
});

const bailoutReturned = z.strictObject({
  effectiveDate: businessDateText,
  programme: identifierText,
  amount: moneyText,
});

export const bailoutReports = {
  'bailout.disbursed': bailoutDisbursed,
  'bailout.returned': bailoutReturned,
} as const;

export type BailoutDisbursedReport = z.infer<typeof bailoutDisbursed>;
export type BailoutReturnedReport = z.infer<typeof bailoutReturned>;
