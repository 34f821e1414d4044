import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Borrower, CellDimension, Institution, InstitutionList } from '#contract';
import { districts, industryName } from '#identifiers';
import { reportWords } from '../figures/fact-names.js';
import { askRegistry } from '../http/registry.client.js';
import { seenText } from '../shell/seen-text.js';

const institutionsQuery = {
  queryKey: ['institutions'],
  queryFn: () => askRegistry<InstitutionList>('/v1/institutions?limit=1000'),
  staleTime: 60_000,
} as const;

export const useInstitutions = (): readonly Institution[] => useQuery(institutionsQuery).data?.items ?? [];

/** What people call a value of a dimension; its code where it has no other name. */
export const useNameOfKey = (): ((dimension: CellDimension, key: string) => string) => {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const institutions = useInstitutions();
  return (dimension, key) => {
    switch (dimension) {
      case 'institution':
        return seenText(institutions.find(({ code }) => code === key)?.name[language] ?? key);
      case 'district':
        return districts.find(({ code }) => code === key)?.[language] ?? key;
      case 'industry':
        return calledIndustry(key, industryName(key, language));
      case 'size':
        return isSize(key) ? t(`breakdown.sizes.${key}`) : key;
      case 'bailoutProgramme':
      case 'month':
        return key;
    }
  };
};

/** A division has its code beside its name: it is what a report has. */
const calledIndustry = (key: string, name: string | undefined): string => {
  if (name === undefined) return key;
  return key.length > 1 ? `${key} ${name}` : name;
};

const isSize = (key: string): key is Borrower['size'] =>
  (reportWords.size as readonly string[]).includes(key);
