import { factsOf } from '#facts';

/** Disbursements and returns, or undefined for other facts. */
export const bailoutFact = factsOf('bailout');

/** Facts of bailout programmes and their allocations, or undefined for others. */
export const bailoutProgrammeFact = factsOf('bailout-programme');
