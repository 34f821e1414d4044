import { z } from 'zod';
import { bailoutKind, classification, guarantee, product } from '#contract';
import {
  bailoutProgrammeCodeText,
  borrower,
  businessDateText,
  digestText,
  identifierText,
  loanIdText,
  moneyText,
  quantityForms,
  quantityText,
  tags,
  text,
  timeOfDayText,
} from './values.js';

const effectiveDate = businessDateText;

/** A loan drawn before the registry began, so that its renewal can be reported. */
const loanOpened = z.strictObject({
  effectiveDate,
  borrower,
  outstandingPrincipal: moneyText,
  startDate: businessDateText,
  legStartDate: businessDateText,
  maturityDate: businessDateText,
  product,
  guarantee,
  classification,
  renewalCount: z.int({ abort: true }).min(0).max(999),
  tags,
});

const rateBp = z.int({ error: 'must be a whole number of basis points: a rateBp of 380 is 3.80 % a year' });

const loanIssued = z.strictObject({
  effectiveDate,
  borrower,
  principal: moneyText,
  maturityDate: businessDateText,
  product,
  rateBp,
  guarantee,
  tags,
  noteNo: identifierText.exactOptional(),
  drawdownTime: timeOfDayText.exactOptional(),
});

const loanRenewed = z.strictObject({
  effectiveDate,
  renewalNo: z.int({ abort: true }).min(1).max(1_000),
  renewedAmount: moneyText,
  topUpAmount: moneyText,
  signedDate: businessDateText,
  newMaturityDate: businessDateText,
  classification,
  mode: z.enum(['NEW_CONTRACT', 'ANNUAL_REVIEW']),
  newNoteNo: identifierText.exactOptional(),
  rateBp: rateBp.exactOptional(),
});

/** The due date moves inside the same contract. */
const loanExtended = z.strictObject({ effectiveDate, newMaturityDate: businessDateText });

/** `repaymentNo` is unique per loan when given. */
const loanRepaid = z.strictObject({
  effectiveDate,
  amount: moneyText,
  repaymentNo: identifierText.exactOptional(),
});

const loanReclassified = z.strictObject({
  effectiveDate,
  classification,
  overduePrincipal: moneyText,
  overdueInterest: moneyText,
});

const loanWrittenOff = z.strictObject({ effectiveDate, amount: moneyText });

/** The loan was never effective. */
const loanCancelled = z.strictObject({ effectiveDate, reason: text });

/** The bank claims that this loan made its borrower a first-time borrower. */
const firstTimeFlagged = z.strictObject({
  effectiveDate,
  borrower,
  enquiryDate: businessDateText,
  enquirySerialHash: digestText,
});

/** By type, in the order in which they are published. */
export const loanReports = {
  'loan.opened': loanOpened,
  'loan.issued': loanIssued,
  'loan.renewed': loanRenewed,
  'loan.extended': loanExtended,
  'loan.repaid': loanRepaid,
  'loan.reclassified': loanReclassified,
  'loan.written-off': loanWrittenOff,
  'loan.cancelled': loanCancelled,
  'borrower.first-time-flagged': firstTimeFlagged,
} as const;

export type LoanOpenedReport = z.infer<typeof loanOpened>;
export type LoanIssuedReport = z.infer<typeof loanIssued>;
export type LoanRenewedReport = z.infer<typeof loanRenewed>;
export type LoanExtendedReport = z.infer<typeof loanExtended>;
export type LoanRepaidReport = z.infer<typeof loanRepaid>;
export type LoanReclassifiedReport = z.infer<typeof loanReclassified>;
export type LoanWrittenOffReport = z.infer<typeof loanWrittenOff>;
export type LoanCancelledReport = z.infer<typeof loanCancelled>;
export type FirstTimeFlaggedReport = z.infer<typeof firstTimeFlagged>;

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

const unit = z.enum(['CNY', 'COUNT']);

interface Quantity {
  readonly value?: unknown;
  readonly unit?: unknown;
}

/** Said only of a value that is right in itself and of a unit that is known, so that nothing is reported twice. */
const valueFitsUnit = (given: unknown): boolean => {
  if (typeof given !== 'object' || given === null) return true;
  const { value, unit: of } = given as Quantity;
  if (typeof value !== 'string' || (of !== 'CNY' && of !== 'COUNT')) return true;
  return quantityForms[of].fits(value) || !quantityText.safeParse(value).success;
};

/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
const formOf = (of: keyof typeof quantityForms) => ({
  if: { properties: { unit: { const: of } }, required: ['unit'] },
  then: { properties: { value: { type: 'string', pattern: quantityForms[of].pattern } } },
});

/** An institution's own aggregate, for targets that loan events cannot yield; the subject is the indicator's code. */
const indicatorReported = z
  .strictObject({
    effectiveDate: businessDateText,
    value: quantityText,
    unit,
    asAt: businessDateText,
    scope: text.exactOptional(),
  })
  .refine(valueFitsUnit, {
    path: ['value'],
    message: 'must be yuan with two decimals for CNY, a whole number for COUNT',
    when: () => true,
  })
  .meta({ allOf: [formOf('CNY'), formOf('COUNT')] });

export const indicatorReports = { 'indicator.reported': indicatorReported } as const;

export type IndicatorReportedReport = z.infer<typeof indicatorReported>;
