import { useTranslation } from 'react-i18next';
import type { Borrower, Loan } from '#contract';
import { districts } from '#identifiers';

const sizes = ['MICRO', 'SMALL', 'MEDIUM', 'LARGE'] as const satisfies readonly Borrower['size'][];
const kinds = [
  'ENTERPRISE',
  'INDIVIDUAL_BUSINESS',
  'BUSINESS_OWNER',
] as const satisfies readonly Borrower['kind'][];
const products = [
  'WORKING_CAPITAL',
  'PERSONAL_BUSINESS',
  'FIXED_ASSET',
  'TRADE',
  'OTHER',
] as const satisfies readonly Loan['product'][];
const guarantees = [
  'CREDIT',
  'GUARANTEE',
  'MORTGAGE',
  'PLEDGE',
  'MIXED',
] as const satisfies readonly Loan['guarantee'][];
const classes = [
  'NORMAL',
  'SPECIAL_MENTION',
  'SUBSTANDARD',
  'DOUBTFUL',
  'LOSS',
] as const satisfies readonly Loan['classification'][];
const idTypes = ['USCC', 'PERSON_TOKEN'] as const satisfies readonly Loan['borrower']['idType'][];

interface Option {
  readonly value: string;
  readonly label: string;
}

const named = <Word extends string>(all: readonly Word[], name: (word: Word) => string): readonly Option[] =>
  all.map((value) => ({ value, label: `${name(value)} · ${value}` }));

/** What a value of a report is one of, with the word that is sent; undefined of a value that is written. */
export const useReportChoices = (): ((pointer: string) => readonly Option[] | undefined) => {
  const { t, i18n } = useTranslation();
  const choices: Readonly<Record<string, () => readonly Option[]>> = {
    '/data/product': () => named(products, (word) => t(`loans.products.${word}`)),
    '/data/guarantee': () => named(guarantees, (word) => t(`loans.guarantees.${word}`)),
    '/data/classification': () => named(classes, (word) => t(`loans.classes.${word}`)),
    '/data/borrower/size': () => named(sizes, (word) => t(`breakdown.sizes.${word}`)),
    '/data/borrower/kind': () => named(kinds, (word) => t(`borrowers.kinds.${word}`)),
    '/data/borrower/idType': () => idTypes.map((value) => ({ value, label: value })),
    '/data/borrower/district': () =>
      districts.map(({ code, zh, en }) => ({
        value: code,
        label: `${i18n.language === 'zh' ? zh : en} · ${code}`,
      })),
  };
  return (pointer) => choices[pointer]?.();
};
