import type { Evolution } from '#decider';
import { indicatorStream, type StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { FoldRequest } from '#recording';

/**
 * What one institution reported of one indicator. No decision depends on an earlier value: each report stands beside the
 * others, and which of them counts is for the figures to say. Which reports the stream holds is known beside the state.
 */
export type Indicator = null;

const indicator: Evolution<Indicator, StoredFact> = { initial: null, evolve: () => null };

export const indicatorRequest = (institution: InstitutionCode, code: string): FoldRequest<Indicator> => ({
  stream: indicatorStream(institution, code),
  fold: { kind: 'indicator', evolution: indicator },
});
