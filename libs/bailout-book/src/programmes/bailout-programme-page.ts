import type { Names, SequencedFact } from '#facts';
import { addYuan, standing, zeroYuan } from '#projections';
import { bailoutProgrammeFact } from '../bailout-book-facts.js';

/** A bailout programme as it stands; amounts in yuan. */
export interface BailoutProgrammePage {
  readonly code: string;
  readonly name: Names;
  /** First and last day of disbursing, both included. */
  readonly from: string;
  readonly to: string;
  /** What all allocations together may reach; null where none is needed. */
  readonly cap: string | null;
  /** Sum of its allocations. */
  readonly granted: string;
  /** Of the last fact about it. */
  readonly seq: number;
}

/** The programme after a fact of its stream. */
export const bailoutProgrammePage = (
  page: BailoutProgrammePage | undefined,
  sequenced: SequencedFact,
): BailoutProgrammePage | undefined => {
  const fact = bailoutProgrammeFact(sequenced);
  if (!fact) return page;
  switch (fact.type) {
    case 'BailoutProgrammeDefined':
    case 'BailoutProgrammeAmended': {
      const { code, name, from, to, cap } = fact.data;
      return { code, name, from, to, cap, granted: page?.granted ?? zeroYuan, seq: fact.seq };
    }
    case 'AllocationGranted': {
      const programme = standing(page, fact);
      return { ...programme, granted: addYuan(programme.granted, fact.data.amount), seq: fact.seq };
    }
  }
};
