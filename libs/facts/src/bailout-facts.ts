import { z } from 'zod';
import { borrowerData } from './loan-terms.js';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { bailoutProgrammeCode, identifier, loanId, money } from './stored-values.js';

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
