import type { SequencedFact } from '#facts';
import { addYuan, subtractYuan, zeroYuan } from '#projections';
import { countsTowardsBailout } from '#rules';
import { bailoutFact, bailoutProgrammeFact } from '../bailout-book-facts.js';

/** What an institution may disburse under a programme and has, as it is shown (3.3); amounts in yuan. */
export interface AllocationPage {
  readonly institution: string;
  readonly programme: string;
  readonly granted: string;
  /** Disbursed less returned, of the kinds that count. */
  readonly used: string;
  /** Below zero where a programme without a cap needs no allocation. */
  readonly available: string;
}

interface Moved {
  readonly institution: string;
  readonly programme: string;
  readonly granted: string;
  readonly disbursed: string;
  readonly returned: string;
}

/** What a fact adds to each sum of an allocation; undefined for a fact that touches none. */
export const allocationMoved = (sequenced: SequencedFact): Moved | undefined => {
  const nothing = { granted: zeroYuan, disbursed: zeroYuan, returned: zeroYuan };
  const programmeFact = bailoutProgrammeFact(sequenced);
  if (programmeFact) {
    if (programmeFact.type !== 'AllocationGranted') return undefined;
    const { institution, programme, amount } = programmeFact.data;
    return { ...nothing, institution, programme, granted: amount };
  }
  const fact = bailoutFact(sequenced);
  if (!fact || !countsTowardsBailout(fact.data.kind)) return undefined;
  const { programme, amount } = fact.data;
  const moved = { ...nothing, institution: fact.institution, programme };
  return fact.type === 'BailoutDisbursed' ? { ...moved, disbursed: amount } : { ...moved, returned: amount };
};

/** The allocation after a fact: sums only, so that the fact costs the same however many were before it. */
export const allocationPage = (
  page: AllocationPage | undefined,
  fact: SequencedFact,
): AllocationPage | undefined => {
  const moved = allocationMoved(fact);
  if (!moved) return page;
  const granted = addYuan(page?.granted ?? zeroYuan, moved.granted);
  const used = subtractYuan(addYuan(page?.used ?? zeroYuan, moved.disbursed), moved.returned);
  const { institution, programme } = moved;
  return { institution, programme, granted, used, available: subtractYuan(granted, used) };
};
