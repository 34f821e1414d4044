import type { BailoutFact, BailoutProgrammeFact } from '#facts';
import { knownFacts } from '#projections';

const ofProgramme = (stream: string): boolean => stream.startsWith('bailout-programme-');

/** Disbursements and returns, or undefined for other facts. Institution codes begin with a capital letter. */
export const bailoutFact = knownFacts<BailoutFact>(
  (stream) => stream.startsWith('bailout-') && !ofProgramme(stream),
  { BailoutDisbursed: true, BailoutReturned: true },
);

/** Facts of bailout programmes and their allocations, or undefined for others. */
export const bailoutProgrammeFact = knownFacts<BailoutProgrammeFact>(ofProgramme, {
  BailoutProgrammeDefined: true,
  BailoutProgrammeAmended: true,
  AllocationGranted: true,
});
