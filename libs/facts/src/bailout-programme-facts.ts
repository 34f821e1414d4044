import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { bailoutProgrammeCode, businessDate, institutionCode, money, names, text } from './stored-values.js';

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
