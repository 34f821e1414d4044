import { z } from 'zod';
import { borrowerData, classification, guarantee, product, tags } from './loan-terms.js';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import {
  businessDate,
  identifier,
  loanId,
  money,
  sha256,
  text,
  timeOfDay,
  wholeNumber,
} from './stored-values.js';

// Stream `loan-{institution}-{loanId}`. These names are the storage format: add, never rename. Money is a yuan string with two decimals.

const ofLoan = { streams: ['loan'], subject: 'loan', institution: true, effectiveDate: true } as const;

const loanOpened = factValue(
  { ...ofLoan, type: 'LoanOpened', bearing: 'begins' },
  {
    data: {
      loanId,
      borrower: borrowerData,
      outstandingPrincipal: money,
      startDate: businessDate,
      legStartDate: businessDate,
      maturityDate: businessDate,
      product,
      guarantee,
      classification,
      renewalCount: wholeNumber,
      tags,
    },
    amount: 'outstandingPrincipal',
    counted: [
      'borrower',
      'loanId',
      'outstandingPrincipal',
      'startDate',
      'legStartDate',
      'maturityDate',
      'product',
      'guarantee',
      'classification',
      'renewalCount',
      'tags',
    ],
    report: { type: 'loan.opened', subject: 'loanId' },
  },
);

const loanIssued = factValue(
  { ...ofLoan, type: 'LoanIssued', bearing: 'begins' },
  {
    data: {
      loanId,
      borrower: borrowerData,
      principal: money,
      maturityDate: businessDate,
      product,
      rateBp: z.int(),
      guarantee,
      tags,
      noteNo: identifier.exactOptional(),
      drawdownTime: timeOfDay.exactOptional(),
    },
    amount: 'principal',
    counted: [
      'borrower',
      'loanId',
      'principal',
      'maturityDate',
      'product',
      'rateBp',
      'guarantee',
      'tags',
      'drawdownTime',
    ],
    report: { type: 'loan.issued', subject: 'loanId' },
  },
);

/** What was renewed and what came on top are different business; a statement adds up what was renewed. */
const loanRenewed = factValue(
  { ...ofLoan, type: 'LoanRenewed', bearing: 'changes' },
  {
    data: {
      loanId,
      renewalNo: wholeNumber,
      renewedAmount: money,
      topUpAmount: money,
      signedDate: businessDate,
      newMaturityDate: businessDate,
      classification,
      mode: z.enum(['NEW_CONTRACT', 'ANNUAL_REVIEW']),
      newNoteNo: identifier.exactOptional(),
      rateBp: z.int().exactOptional(),
    },
    amount: 'renewedAmount',
    counted: [
      'loanId',
      'renewalNo',
      'renewedAmount',
      'topUpAmount',
      'signedDate',
      'newMaturityDate',
      'classification',
      'mode',
      'rateBp',
    ],
    report: { type: 'loan.renewed', subject: 'loanId' },
  },
);

const loanExtended = factValue(
  { ...ofLoan, type: 'LoanExtended', bearing: 'changes' },
  {
    data: { loanId, newMaturityDate: businessDate },
    counted: ['loanId', 'newMaturityDate'],
    report: { type: 'loan.extended', subject: 'loanId' },
  },
);

const loanRepaid = factValue(
  { ...ofLoan, type: 'LoanRepaid', bearing: 'changes' },
  {
    data: { loanId, amount: money, repaymentNo: identifier.exactOptional() },
    amount: 'amount',
    counted: ['loanId', 'amount'],
    report: { type: 'loan.repaid', subject: 'loanId' },
  },
);

const loanReclassified = factValue(
  { ...ofLoan, type: 'LoanReclassified', bearing: 'changes' },
  {
    data: { loanId, classification, overduePrincipal: money, overdueInterest: money },
    counted: ['loanId', 'classification', 'overduePrincipal', 'overdueInterest'],
    report: { type: 'loan.reclassified', subject: 'loanId' },
  },
);

const loanWrittenOff = factValue(
  { ...ofLoan, type: 'LoanWrittenOff', bearing: 'changes' },
  {
    data: { loanId, amount: money },
    amount: 'amount',
    counted: ['loanId', 'amount'],
    report: { type: 'loan.written-off', subject: 'loanId' },
  },
);

/** No source of a measure: what it undoes, every measure undoes. */
const loanCancelled = factValue(
  { ...ofLoan, type: 'LoanCancelled', bearing: 'takes-back' },
  {
    data: { loanId, reason: text },
    report: { type: 'loan.cancelled', subject: 'loanId' },
  },
);

const firstTimeClaimed = factValue(
  { ...ofLoan, type: 'FirstTimeClaimed', bearing: 'claims' },
  {
    data: {
      loanId,
      borrower: borrowerData,
      enquiryDate: businessDate,
      enquirySerialHash: sha256,
    },
    counted: ['borrower', 'loanId', 'enquiryDate'],
    report: { type: 'borrower.first-time-flagged', subject: 'loanId' },
  },
);

export const loanFacts = {
  LoanOpened: loanOpened,
  LoanIssued: loanIssued,
  LoanRenewed: loanRenewed,
  LoanExtended: loanExtended,
  LoanRepaid: loanRepaid,
  LoanReclassified: loanReclassified,
  LoanWrittenOff: loanWrittenOff,
  LoanCancelled: loanCancelled,
  FirstTimeClaimed: firstTimeClaimed,
};

export type LoanOpened = FactOfValue<typeof loanOpened>;
export type LoanIssued = FactOfValue<typeof loanIssued>;
export type LoanRenewed = FactOfValue<typeof loanRenewed>;
export type LoanExtended = FactOfValue<typeof loanExtended>;
export type LoanRepaid = FactOfValue<typeof loanRepaid>;
export type LoanReclassified = FactOfValue<typeof loanReclassified>;
export type LoanWrittenOff = FactOfValue<typeof loanWrittenOff>;
export type LoanCancelled = FactOfValue<typeof loanCancelled>;
export type FirstTimeClaimed = FactOfValue<typeof firstTimeClaimed>;

export type LoanFact = FactOfValues<typeof loanFacts>;
