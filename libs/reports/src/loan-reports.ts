import { z } from 'zod';
import { borrower } from './borrower.js';
import {
  businessDateText,
  classification,
  guarantee,
  identifierText,
  moneyText,
  product,
  tags,
  text,
  timeOfDayText,
} from './values.js';

const effectiveDate = businessDateText;

/** A loan drawn before the registry began, so that its renewal can be reported. */
export const loanOpened = z.strictObject({
  effectiveDate,
  borrower,
  outstandingPrincipal: moneyText,
  startDate: businessDateText,
  legStartDate: businessDateText,
  maturityDate: businessDateText,
  product,
  guarantee,
  classification,
  renewalCount: z.int().min(0),
  tags,
});

export const loanIssued = z.strictObject({
  effectiveDate,
  borrower,
  principal: moneyText,
  maturityDate: businessDateText,
  product,
  rateBp: z.int(),
  guarantee,
  tags,
  noteNo: identifierText.exactOptional(),
  drawdownTime: timeOfDayText.exactOptional(),
});

export const loanRenewed = z.strictObject({
  effectiveDate,
  renewalNo: z.int().min(1),
  renewedAmount: moneyText,
  topUpAmount: moneyText,
  signedDate: businessDateText,
  newMaturityDate: businessDateText,
  classification,
  mode: z.enum(['NEW_CONTRACT', 'ANNUAL_REVIEW']),
  newNoteNo: identifierText.exactOptional(),
  rateBp: z.int().exactOptional(),
});

/** `repaymentNo` is unique per loan when given. */
export const loanRepaid = z.strictObject({
  effectiveDate,
  amount: moneyText,
  repaymentNo: identifierText.exactOptional(),
});

/** The loan was never effective. */
export const loanCancelled = z.strictObject({ effectiveDate, reason: text });

export type LoanOpenedReport = z.infer<typeof loanOpened>;
export type LoanIssuedReport = z.infer<typeof loanIssued>;
export type LoanRenewedReport = z.infer<typeof loanRenewed>;
export type LoanRepaidReport = z.infer<typeof loanRepaid>;
export type LoanCancelledReport = z.infer<typeof loanCancelled>;
