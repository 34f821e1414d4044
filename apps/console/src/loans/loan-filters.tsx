import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { districts, industrySections } from '#identifiers';
import { InstitutionChoice } from '../breakdown/institution-choice.js';
import { reportWords } from '../figures/report-words.js';
import { useSession } from '../session/session.client.js';
import { FilterChoice, TakenBack } from '../shell/filter-choice.js';
import { lastDay } from '../shell/fields.js';
import { loanStatuses, type Narrowing, useNameOfValue } from './loan-narrowings.js';
import type { LoanFilter, LoansView } from './loans-view.js';

/** Values that may be chosen of each filter; a borrower is come to from its page. */
const choices: readonly (readonly [LoanFilter, readonly string[]])[] = [
  ['district', districts.map(({ code }) => code)],
  ['industry', industrySections.map(({ section }) => section)],
  ['size', reportWords.size],
  ['product', reportWords.product],
  ['tag', reportWords.tags],
  ['status', loanStatuses],
  ['classification', reportWords.classification],
];

interface Filters {
  readonly view: LoansView;
  readonly narrowings: readonly Narrowing[];
}

/** What the list is narrowed to: to be chosen, and to be taken back. */
export const LoanFilters = ({ view, narrowings }: Filters) => {
  const { t } = useTranslation();
  const { role } = useSession();
  const nameOf = useNameOfValue();
  const navigate = useNavigate({ from: '/console/loans' });
  const put = (given: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ search: (now) => ({ ...now, ...given }), resetScroll: false });
  return (
    <div className="cut no-print">
      {role !== 'bank' && (
        <InstitutionChoice
          label={t('loans.institution')}
          any={t('shell.any')}
          value={view.institution}
          choose={(institution) => put({ institution })}
        />
      )}
      {choices.map(([filter, values]) => (
        <FilterChoice
          key={filter}
          label={t(`loans.${filter}`)}
          values={values}
          nameOf={(value) => nameOf(filter, value)}
          chosen={view[filter]}
          choose={(value) => put({ [filter]: value })}
        />
      ))}
      {(['maturityFrom', 'maturityTo'] as const).map((end) => (
        <label key={end}>
          <span>{t(`loans.${end}`)}</span>
          <Input
            type="date"
            max={lastDay}
            value={view[end] ?? ''}
            onChange={({ target }) => put({ [end]: target.value || undefined })}
          />
        </label>
      ))}
      <TakenBack
        items={narrowings.map(({ key, called, without }) => ({ key, called, take: () => put(without) }))}
      />
    </div>
  );
};
