import { useTranslation } from 'react-i18next';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { reportWords } from '../figures/fact-names.js';
import { useSession } from '../session/session.client.js';
import { type LoanFilter, loanFilters, type LoansView } from './loans-view.js';

export const loanStatuses = ['ACTIVE', 'REPAID', 'WRITTEN_OFF', 'CANCELLED'] as const;

const wordAmong = <Word extends string>(words: readonly Word[], key: string): Word | undefined =>
  words.find((each) => each === key);

/** What people call a value that loans are listed by. */
export const useNameOfValue = (): ((filter: LoanFilter, key: string) => string) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  return (filter, key) => {
    switch (filter) {
      case 'institution':
      case 'district':
      case 'size':
      case 'industry':
        return name(filter, key);
      case 'product': {
        const word = wordAmong(reportWords.product, key);
        return word ? t(`loans.products.${word}`) : key;
      }
      case 'tag': {
        const word = wordAmong(reportWords.tags, key);
        return word ? t(`loans.tagNames.${word}`) : key;
      }
      case 'status': {
        const word = wordAmong(loanStatuses, key);
        return word ? t(`loans.statuses.${word}`) : key;
      }
      case 'classification': {
        const word = wordAmong(reportWords.classification, key);
        return word ? t(`loans.classes.${word}`) : key;
      }
      case 'borrower':
        return key;
    }
  };
};

/** One thing that a list is narrowed to, and the view without it. */
export interface Narrowing {
  readonly key: string;
  readonly called: string;
  readonly without: Readonly<Record<string, string | undefined>>;
}

/** All that a list of loans is narrowed to, in words; to a bank itself, which every list of its own is, nothing is said. */
export const useNarrowings = (view: LoansView): readonly Narrowing[] => {
  const { t } = useTranslation();
  const nameOf = useNameOfValue();
  const { institution } = useSession();
  const ofFilters = loanFilters
    .filter((filter) => filter !== 'institution' || institution === null)
    .flatMap((filter) => {
      const keys = view[filter]?.split(',') ?? [];
      return keys.map((key) => ({
        key: `${filter} ${key}`,
        called: t('shell.named', { label: t(`loans.${filter}`), value: nameOf(filter, key) }),
        without: { [filter]: keys.filter((each) => each !== key).join(',') || undefined },
      }));
    });
  const ofDays = (['maturityFrom', 'maturityTo'] as const).flatMap((end) => {
    const day = view[end];
    if (day === undefined) return [];
    const called = t('shell.named', { label: t(`loans.${end}`), value: day });
    return [{ key: end, called, without: { [end]: undefined } }];
  });
  return [...ofFilters, ...ofDays];
};
