import type { Names } from './programme-facts.js';
import type { StoredFact } from './stored-fact.js';

// Stream `bailout-programme-{code}`. These names are the storage format: add, never rename.

interface BailoutProgrammeData {
  readonly code: string;
  readonly name: Names;
  /** First and last day (inclusive) on which a disbursement may be effective. */
  readonly from: string;
  readonly to: string;
  /** Sum of all allocations at most; null: no allocation is needed. */
  readonly cap: string | null;
}

export type BailoutProgrammeDefined = StoredFact<'BailoutProgrammeDefined', BailoutProgrammeData>;
export type BailoutProgrammeAmended = StoredFact<'BailoutProgrammeAmended', BailoutProgrammeData>;

/** `amount` is added to what the institution may disburse under the programme. */
export type AllocationGranted = StoredFact<
  'AllocationGranted',
  {
    readonly programme: string;
    readonly institution: string;
    readonly amount: string;
    /** The request's `Idempotency-Key`. */
    readonly idempotencyKey: string;
  }
>;

export type BailoutProgrammeFact = BailoutProgrammeDefined | BailoutProgrammeAmended | AllocationGranted;
