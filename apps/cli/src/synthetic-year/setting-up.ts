import { type BailoutProgramme, bailoutProgrammes } from './bailout-stories.js';
import { bankCount, type Institution, institutions } from './parties.js';
import { yuan } from './story.js';

/* What must be there before the first report: who reports, and the bailout programmes with what each bank may disburse. */

/** Far above what a bank disburses in a year of the scale, in fen. */
const allocationOf = (scale: number, { share }: Institution): number =>
  (1_000_000_000 + Math.ceil(400_000_000_000 * scale * share)) * 100;

export interface Allocation {
  readonly programme: string;
  readonly institution: string;
  readonly amount: string;
}

export const allocationsOf = (scale: number): readonly Allocation[] =>
  bailoutProgrammes
    .filter(({ isCapped }) => isCapped)
    .flatMap(({ code }) =>
      institutions.slice(0, bankCount).map((institution) => ({
        programme: code,
        institution: institution.code,
        amount: yuan(allocationOf(scale, institution)),
      })),
    );

/** Just what is allocated. */
const capOf = (scale: number): string =>
  yuan(institutions.slice(0, bankCount).reduce((sum, bank) => sum + allocationOf(scale, bank), 0));

/** As the registry takes it; without a cap no allocation is needed. */
export const programmeBody = (scale: number, { name, isCapped }: BailoutProgramme) => ({
  name,
  from: '2023-12-31',
  to: '2024-12-31',
  cap: isCapped ? capOf(scale) : null,
});

/** On this day the institutions began to report. */
export const reportingFrom = '2024-01-01';
