import type { SequencedFact } from '#facts';
import { bailoutProgrammeFact } from '../bailout-book-facts.js';

/** What was granted under an `Idempotency-Key`, in whatever programme. */
export interface AllocationRequest {
  readonly programme: string;
  readonly institution: string;
  readonly amount: string;
}

export const allocationRequest = (
  request: AllocationRequest | undefined,
  sequenced: SequencedFact,
): AllocationRequest | undefined => {
  const fact = bailoutProgrammeFact(sequenced);
  if (fact?.type !== 'AllocationGranted') return request;
  const { programme, institution, amount } = fact.data;
  return request ?? { programme, institution, amount };
};
