import { asInstitutionCode, type InstitutionCode } from '#identifiers';
import { placesByWeight } from './draws.js';

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
