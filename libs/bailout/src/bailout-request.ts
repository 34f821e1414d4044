import { bailoutStream } from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { FoldRequest } from '#recording';
import { type Bailout, bailout } from './bailout.js';

/** What this institution disbursed under this programme, as its stream has it. */
export const bailoutRequest = (institution: InstitutionCode, programme: string): FoldRequest<Bailout> => ({
  stream: bailoutStream(institution, programme),
  fold: { kind: 'bailout', evolution: bailout },
});
