import { z } from 'zod';
import { bailoutKind } from '#contract';
import { borrower, businessDateText, identifierText, loanIdText, moneyText } from './values.js';

export const bailoutDisbursed = z.strictObject({
  effectiveDate: businessDateText,
  programme: identifierText,
  kind: bailoutKind,
  borrower,
  amount: moneyText,
  loanId: loanIdText.exactOptional(),
});

export const bailoutReturned = z.strictObject({
  effectiveDate: businessDateText,
  programme: identifierText,
  amount: moneyText,
});

export type BailoutDisbursedReport = z.infer<typeof bailoutDisbursed>;
export type BailoutReturnedReport = z.infer<typeof bailoutReturned>;
