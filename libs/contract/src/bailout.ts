import { z } from 'zod';
import { type AnswerOf, basisShape, day, listOf, money, names, position } from './answer.js';
import { borrowerOfAnswerShape } from './loans.js';

/** What relief there is, in reports as in answers. */
export const bailoutKind = z
  .enum([
    'RELIEF_LOAN',
    'JOB_STABILITY_LOAN',
    'GUARANTEED_RELIEF',
    'BRIDGE',
    'RELENDING_FUNDED',
    'DEFERRAL',
    'FEE_INTEREST_RELIEF',
    'EQUITY_BOND_RELIEF',
  ])
  .meta({ id: 'BailoutKind' });

/** A disbursement and what came back of it. */
export const disbursementShape = z
  .strictObject({
    institution: z.string(),
    programme: z.string(),
    disbursementId: z.string(),
    kind: bailoutKind,
    /** Whether it counts towards bailout capital and uses an allocation, by the rules that it was decided with. */
    counts: z.boolean(),
    borrower: borrowerOfAnswerShape,
    loanId: z.string().nullable(),
    effectiveDate: day,
    amount: money,
    returned: money,
    net: money,
    /** Of the last fact about it. */
    seq: z.int(),
  })
  .meta({ id: 'Disbursement' });

export const disbursementListShape = listOf(disbursementShape);

/** What an institution may disburse under a programme and has. */
const allocationShape = z
  .strictObject({
    institution: z.string(),
    programme: z.string(),
    granted: money,
    /** Disbursed less returned, of the kinds that count. */
    used: money,
    /** Below zero where a programme without a cap needs no allocation. */
    available: money,
  })
  .meta({ id: 'Allocation' });

export const allocationListShape = listOf(allocationShape);
export const changedAllocationShape = allocationShape
  .extend({ basis: basisShape, position })
  .meta({ id: 'ChangedAllocation' });

const bailoutProgrammeShape = z
  .strictObject({
    code: z.string(),
    name: names,
    /** First and last day of disbursing, both included. */
    from: day,
    to: day,
    /** What all allocations together may reach; null where none is needed. */
    cap: money.nullable(),
    granted: money
      .nullable()
      .meta({ description: 'To all institutions together; null to a bank, which sees its own alone' }),
    /** Of the last fact about it. */
    seq: z.int(),
  })
  .meta({ id: 'BailoutProgramme' });

export const bailoutProgrammeListShape = listOf(bailoutProgrammeShape);
export const changedBailoutProgrammeShape = bailoutProgrammeShape
  .extend({ basis: basisShape, position })
  .meta({ id: 'ChangedBailoutProgramme' });

export type Disbursement = AnswerOf<typeof disbursementShape>;
export type DisbursementList = AnswerOf<typeof disbursementListShape>;
export type Allocation = AnswerOf<typeof allocationShape>;
export type AllocationList = AnswerOf<typeof allocationListShape>;
export type ChangedAllocation = AnswerOf<typeof changedAllocationShape>;
export type BailoutProgramme = AnswerOf<typeof bailoutProgrammeShape>;
export type BailoutProgrammeList = AnswerOf<typeof bailoutProgrammeListShape>;
export type ChangedBailoutProgramme = AnswerOf<typeof changedBailoutProgrammeShape>;
