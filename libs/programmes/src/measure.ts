import type { Evolution } from '#decider';
import { factIn, type MeasureData, measureStream, type StoredFact } from '#facts';
import type { FoldRequest } from '#recording';

/** What is added up, as its stream has it. */
export type Measure =
  | { readonly status: 'UNKNOWN' }
  | { readonly status: 'DEFINED'; readonly data: MeasureData };

const entered = factIn('measure');

export const measure: Evolution<Measure, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (_state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'MeasureDefined':
      case 'MeasureAmended':
        return { status: 'DEFINED', data: fact.data };
    }
  },
};

export const measureRequest = (code: string): FoldRequest<Measure> => ({
  stream: measureStream(code),
  fold: { kind: 'measure', evolution: measure },
});
