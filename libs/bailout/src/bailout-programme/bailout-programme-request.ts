import { bailoutProgrammeStream } from '#facts';
import type { FoldRequest } from '#recording';
import { type BailoutProgramme, bailoutProgramme } from './bailout-programme.js';

export const bailoutProgrammeRequest = (code: string): FoldRequest<BailoutProgramme> => ({
  stream: bailoutProgrammeStream(code),
  fold: { kind: 'bailout-programme', evolution: bailoutProgramme },
});
