import type { BailoutProgramme } from '#contract';
import type { SequencedFact } from '#facts';
import { addYuan, existing, zeroYuan } from '#projections';
import { bailoutProgrammeFact } from '../bailout-book-facts.js';

/** As it stands, with what is granted to all institutions: which of those who ask are told that is for who answers. */
export interface BailoutProgrammePage extends BailoutProgramme {
  readonly granted: string;
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
      const programme = existing(page, fact);
      return { ...programme, granted: addYuan(programme.granted, fact.data.amount), seq: fact.seq };
    }
  }
};
