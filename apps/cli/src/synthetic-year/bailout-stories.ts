import { borrowerOf, bankCount, type Institution, institutions } from './parties.js';
import { businessDay, dayAt, lastPlace } from './business-days.js';
import { Draws, placesByWeight } from './draws.js';
import { openingParties } from './loan-stories.js';
import { type Sizes, percent, roundedPrincipal, type Step, type Story, subjectOf, yuan } from './story.js';

/* Bailout money, to borrowers that owe their bank already. */

interface BailoutProgramme {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** With one, an institution needs an allocation. */
  readonly isCapped: boolean;
}

export const bailoutProgrammes: readonly [BailoutProgramme, ...BailoutProgramme[]] = [
  { code: 'RELIEF-2024', name: { zh: '示例纾困', en: 'Example relief' }, isCapped: false },
  { code: 'JOBS-2024', name: { zh: '示例稳岗', en: 'Example job stability' }, isCapped: false },
  { code: 'BRIDGE-2024', name: { zh: '示例过桥', en: 'Example bridge' }, isCapped: true },
];

const kinds = [
  ['RELIEF_LOAN', 50],
  ['JOB_STABILITY_LOAN', 16],
  ['RELENDING_FUNDED', 18],
  ['BRIDGE', 10],
  ['DEFERRAL', 1.5],
  ['FEE_INTEREST_RELIEF', 1],
  ['EQUITY_BOND_RELIEF', 0.5],
] as const;
const kindFor = placesByWeight(kinds.map(([, weight]) => weight));
const programmeFor = placesByWeight([50, 30, 20]);

const returned = (draws: Draws, { place, amount, data }: Step): Step => {
  const whole = draws.chance(0.5);
  const back = whole ? amount : percent(amount, 20 + draws.below(60));
  const later = Math.min(lastPlace, place + 10 + draws.below(90));
  return {
    type: 'bailout.returned',
    place: later,
    effective: dayAt(later),
    data: { programme: data['programme'], amount: yuan(back) },
    amount: back,
    flags: [],
  };
};

export const bailoutStory = (sizes: Sizes, no: number): Story => {
  const draws = new Draws(sizes.seed, 4, no);
  const { bank, borrowerNo, loanId } = openingParties(sizes, draws.below(sizes.openings));
  const borrower = borrowerOf(sizes.seed, borrowerNo);
  const { median, sigma } = borrower.principal;
  const amount = roundedPrincipal(draws.logNormal(median * 1.31, sigma));
  const place = businessDay(draws.unit());
  const programme = (bailoutProgrammes[programmeFor(draws.unit())] ?? bailoutProgrammes[0]).code;
  const disbursed: Step = {
    type: 'bailout.disbursed',
    place,
    effective: dayAt(place),
    data: {
      programme,
      kind: kinds[kindFor(draws.unit())]?.[0] ?? 'RELIEF_LOAN',
      borrower: borrower.description,
      amount: yuan(amount),
      ...(draws.chance(0.3) ? { loanId } : {}),
    },
    amount,
    flags: [],
  };
  const steps = draws.chance(0.03) ? [disbursed, returned(draws, disbursed)] : [disbursed];
  return { institution: bank, subject: subjectOf(sizes.later, 'D', no), borrower, steps };
};

/* What must be there before the first report: who reports, and the bailout programmes with what each bank may disburse. */

/** Far above what a bank disburses in a year of the scale, in fen. */
const allocationOf = (scale: number, { share }: Institution): number =>
  (1_000_000_000 + Math.ceil(400_000_000_000 * scale * share)) * 100;

interface Allocation {
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
