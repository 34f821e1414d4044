import { usccCheckCharacter } from '#identifiers';
import { Draws, placesByWeight } from './draws.js';

/* Each borrower follows from the seed and a number of its own, and is made whenever it is needed: none is kept. */

/** As a report describes it. */
interface Borrower {
  readonly idType: 'USCC' | 'PERSON_TOKEN';
  readonly id: string;
  readonly kind: 'ENTERPRISE' | 'INDIVIDUAL_BUSINESS' | 'BUSINESS_OWNER';
  readonly size: 'MICRO' | 'SMALL' | 'MEDIUM';
  readonly district: string;
  readonly industry: string;
}

export interface MadeBorrower {
  readonly no: number;
  readonly description: Borrower;
  /** Principals of such borrowers: yuan, and the deviation of the logarithm. */
  readonly principal: { readonly median: number; readonly sigma: number };
  /** Tags that all its loans carry, sorted. */
  readonly tags: readonly string[];
}

/** What kinds of borrowers there are, how many of each, and what they borrow. */
const classes = [
  { size: 'MICRO', isPerson: true, share: 0.24, median: 350_000, sigma: 1 },
  { size: 'MICRO', isPerson: false, share: 0.42, median: 800_000, sigma: 1 },
  { size: 'SMALL', isPerson: false, share: 0.3, median: 3_000_000, sigma: 0.85 },
  { size: 'MEDIUM', isPerson: false, share: 0.04, median: 14_000_000, sigma: 0.75 },
] as const;

const classFor = placesByWeight(classes.map(({ share }) => share));

const districts =
  '310115 310112 310114 310117 310113 310104 310120 310110 310106 310105 310107 310101 310109 310118 310116 310151 310000'.split(
    ' ',
  );
const districtFor = placesByWeight([22, 12, 9, 8, 7, 6, 6, 5, 5, 4, 4, 3, 3, 3, 2, 1, 1]);
const industries = 'F51 F52 C34 C35 C39 E50 G54 H62 I65 K70 L72 M73 M75 O80 R86 A'.split(' ');
const industryFor = placesByWeight([22, 10, 7, 7, 8, 8, 6, 4, 8, 2, 6, 3, 4, 3, 1, 1]);

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const personToken = (draws: Draws): string => {
  let text = 'P1_';
  while (text.length < 29) text += base32[draws.below(32)];
  return text;
};

/** The number stands in it, so that no two borrowers have one. */
const uscc = (no: number, district: string): string => {
  const first17 = `91${district}${String(100_000_000 + no).slice(-9)}`;
  return `${first17}${usccCheckCharacter(first17)}`;
};

const personIn = (draws: Draws): Pick<Borrower, 'idType' | 'kind'> => ({
  idType: 'PERSON_TOKEN',
  kind: draws.chance(0.6) ? 'INDIVIDUAL_BUSINESS' : 'BUSINESS_OWNER',
});

/** By a number alone: what else it is like does not matter. */
export const smallFirm = (no: number): MadeBorrower => {
  const district = '310115';
  const id = uscc(no, district);
  const description = {
    idType: 'USCC',
    id,
    kind: 'ENTERPRISE',
    size: 'SMALL',
    district,
    industry: 'F52',
  } as const;
  return { no, description, principal: { median: 3_000_000, sigma: 0.85 }, tags: [] };
};

const tagShares = [
  ['CHAIN', 0.062],
  ['GREEN', 0.08],
  ['IP_PLEDGE', 0.009],
  ['TECHNOLOGY', 0.35],
] as const;

export const borrowerOf = (seed: number, no: number): MadeBorrower => {
  const draws = new Draws(seed, 1, no);
  const { size, isPerson, median, sigma } = classes[classFor(draws.unit())] ?? classes[1];
  const district = districts[districtFor(draws.unit())] ?? '310000';
  const industry = industries[industryFor(draws.unit())] ?? 'F51';
  const tags = tagShares.flatMap(([tag, share]) => (draws.chance(share) && !isPerson ? [tag] : []));
  const of = isPerson
    ? { ...personIn(draws), id: personToken(draws) }
    : { idType: 'USCC' as const, kind: 'ENTERPRISE' as const, id: uscc(no, district) };
  return {
    no,
    description: { idType: of.idType, id: of.id, kind: of.kind, size, district, industry },
    principal: { median, sigma },
    tags,
  };
};
