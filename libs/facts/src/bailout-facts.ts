import { z } from 'zod';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import {
  bailoutProgrammeCode,
  businessDate,
  identifier,
  institutionCode,
  loanId,
  money,
  names,
  text,
} from './stored-values.js';
import { borrowerData } from './loan-terms.js';

// Stream `bailout-{institution}-{programme}`. These names are the storage format: add, never rename.

/** The first five count towards bailout capital; the last three are recorded and shown but do not. */
const bailoutKind = z.enum([
  'RELIEF_LOAN',
  'JOB_STABILITY_LOAN',
  'GUARANTEED_RELIEF',
  'BRIDGE',
  'RELENDING_FUNDED',
  'DEFERRAL',
  'FEE_INTEREST_RELIEF',
  'EQUITY_BOND_RELIEF',
]);

export type BailoutKind = z.infer<typeof bailoutKind>;

const ofDisbursement = {
  streams: ['bailout'],
  subject: 'disbursement',
  institution: true,
  effectiveDate: true,
} as const;

const bailoutDisbursed = factValue(
  { ...ofDisbursement, type: 'BailoutDisbursed', bearing: 'begins' },
  {
    data: {
      disbursementId: identifier,
      programme: bailoutProgrammeCode,
      kind: bailoutKind,
      borrower: borrowerData,
      amount: money,
      loanId: loanId.exactOptional(),
    },
    amount: 'amount',
    counted: ['borrower', 'disbursementId', 'programme', 'kind', 'amount', 'loanId'],
    report: { type: 'bailout.disbursed', subject: 'disbursementId' },
  },
);

/**
 * Carries its disbursement's kind, so that whether it counts is in the fact itself; `counts` only where by the rules of the return the
 * kind would say otherwise.
 */
const bailoutReturned = factValue(
  { ...ofDisbursement, type: 'BailoutReturned', bearing: 'changes' },
  {
    data: {
      disbursementId: identifier,
      programme: bailoutProgrammeCode,
      kind: bailoutKind,
      amount: money,
      counts: z.boolean().exactOptional(),
    },
    amount: 'amount',
    counted: ['disbursementId', 'programme', 'kind', 'amount'],
    report: { type: 'bailout.returned', subject: 'disbursementId', derived: ['kind', 'counts'] },
  },
);

export const bailoutFacts = { BailoutDisbursed: bailoutDisbursed, BailoutReturned: bailoutReturned };

export type BailoutDisbursed = FactOfValue<typeof bailoutDisbursed>;
export type BailoutReturned = FactOfValue<typeof bailoutReturned>;
export type BailoutFact = FactOfValues<typeof bailoutFacts>;

// Stream `bailout-programme-{code}`. These names are the storage format: add, never rename.

const ofProgramme = {
  streams: ['bailout-programme'],
  subject: 'bailout-programme',
  institution: false,
  effectiveDate: false,
} as const;

const data = {
  code: bailoutProgrammeCode,
  name: names,
  /** First and last day (inclusive) on which a disbursement may be effective. */
  from: businessDate,
  to: businessDate,
  /** Sum of all allocations at most; null: no allocation is needed. */
  cap: money.nullable(),
};

const bailoutProgrammeDefined = factValue(
  { ...ofProgramme, type: 'BailoutProgrammeDefined', bearing: 'defines' },
  { data },
);
const bailoutProgrammeAmended = factValue(
  { ...ofProgramme, type: 'BailoutProgrammeAmended', bearing: 'defines' },
  { data },
);

/** `amount` is added to what the institution may disburse under the programme; `idempotencyKey` is the request's. */
const allocationGranted = factValue(
  { ...ofProgramme, type: 'AllocationGranted', bearing: 'changes' },
  {
    data: {
      programme: bailoutProgrammeCode,
      institution: institutionCode,
      amount: money,
      idempotencyKey: text,
    },
  },
);

export const bailoutProgrammeFacts = {
  BailoutProgrammeDefined: bailoutProgrammeDefined,
  BailoutProgrammeAmended: bailoutProgrammeAmended,
  AllocationGranted: allocationGranted,
};

export type BailoutProgrammeDefined = FactOfValue<typeof bailoutProgrammeDefined>;
export type BailoutProgrammeAmended = FactOfValue<typeof bailoutProgrammeAmended>;
export type AllocationGranted = FactOfValue<typeof allocationGranted>;
export type BailoutProgrammeFact = FactOfValues<typeof bailoutProgrammeFacts>;
