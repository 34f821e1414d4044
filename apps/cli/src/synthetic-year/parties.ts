import { asInstitutionCode, type InstitutionCode, usccCheckCharacter } from '#identifiers';
import { placesByWeight, Draws } from './draws.js';

/* Invented: 68 banks, large ones first, with volumes that fall as Zipf's law has it; and four others that report for themselves. */

export interface Institution {
  readonly code: InstitutionCode;
  readonly kind: 'BANK' | 'INSURER' | 'GUARANTOR';
  readonly name: { readonly zh: string; readonly en: string };
  /** Share of the banks' business; 0 for the others. */
  readonly share: number;
}

const groups = [
  ['大型商业银行', 'Large State Bank', 6],
  ['股份制银行', 'Joint-Stock Bank', 12],
  ['本地银行', 'Local Bank', 3],
  ['政策性银行', 'Policy Bank', 3],
  ['外埠银行分行', 'Out-of-Town Bank', 20],
  ['外资银行', 'Foreign Bank', 11],
  ['村镇银行', 'Village Bank', 13],
] as const;

const names = groups.flatMap(([zh, en, count]) =>
  Array.from({ length: count }, (_, no) => ({
    zh: `示例${zh}${no + 1}`,
    en: `Example ${en} ${no + 1}`,
  })),
);

/** Falls a little more slowly than one over the rank. */
const weightOf = (rank: number): number => 1 / (rank + 1) ** 0.9;
const total = names.reduce((sum, _, rank) => sum + weightOf(rank), 0);

const code = (no: number): InstitutionCode => asInstitutionCode(`C9999931${String(no + 1).padStart(6, '0')}`);

const banks: readonly Institution[] = names.map((name, rank) => ({
  code: code(rank),
  kind: 'BANK',
  name,
  share: weightOf(rank) / total,
}));

const others: readonly Institution[] = (
  [
    ['INSURER', '示例财产保险', 'Example Property Insurer'],
    ['INSURER', '示例人寿保险', 'Example Life Insurer'],
    ['INSURER', '示例健康保险', 'Example Health Insurer'],
    ['GUARANTOR', '示例融资担保', 'Example Financing Guarantor'],
  ] as const
).map(([kind, zh, en], no) => ({ code: code(banks.length + no), kind, name: { zh, en }, share: 0 }));

export const bankCount = banks.length;
export const institutions: readonly Institution[] = [...banks, ...others];

/** One that may not report any more; it is of a year with faults alone. */
export const suspendedNo = institutions.length;
export const suspended: Institution = {
  code: code(suspendedNo),
  kind: 'BANK',
  name: { zh: '示例停业银行', en: 'Example Suspended Bank' },
  share: 0,
};

export const institutionAt = (no: number): Institution => {
  const found = no === suspendedNo ? suspended : institutions[no];
  if (!found) throw new RangeError(`no institution has the number ${no}`);
  return found;
};

/** The number of a bank, for a share from 0 to 1 of all business. */
export const bankFor = placesByWeight(banks.map(({ share }) => share));

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
