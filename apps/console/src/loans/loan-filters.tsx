import { CloseOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { districts, industrySections } from '#identifiers';
import { InstitutionChoice } from '../breakdown/institution-choice.js';
import { reportWords } from '../figures/report-words.js';
import { useSession } from '../session/session.client.js';
import { lastDay } from '../shell/fields.js';
import { Select } from '../shell/select.js';
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
  const navigate = useNavigate({ from: '/console/loans' });
  const put = (given: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ search: (now) => ({ ...now, ...given }), resetScroll: false });
  return (
    <div className="cut no-print">
      {role !== 'bank' && (
        <InstitutionChoice
          label={t('loans.institution')}
          any={t('loans.any')}
          value={view.institution}
          choose={(institution) => put({ institution })}
        />
      )}
      {choices.map(([filter, values]) => (
        <ValueChoice
          key={filter}
          filter={filter}
          values={values}
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
      {narrowings.length > 0 && (
        <ul className="chips" aria-label={t('breakdown.filters')}>
          {narrowings.map(({ key, called, without }) => (
            <li key={key}>
              <Button
                icon={<CloseOutlined aria-hidden />}
                iconPlacement="end"
                aria-label={t('breakdown.remove', { name: called })}
                onClick={() => put(without)}
              >
                <bdi>{called}</bdi>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

interface Choice {
  readonly filter: LoanFilter;
  readonly values: readonly string[];
  /** As it stands in the address: several with commas between them, or one that is not among those to choose. */
  readonly chosen: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

const ValueChoice = ({ filter, values, chosen, choose }: Choice) => {
  const { t } = useTranslation();
  const nameOf = useNameOfValue();
  const others =
    chosen === undefined || values.includes(chosen)
      ? []
      : [
          {
            value: chosen,
            label: chosen
              .split(',')
              .map((each) => nameOf(filter, each))
              .join(', '),
          },
        ];
  return (
    <span className="field">
      <span>{t(`loans.${filter}`)}</span>
      <Select
        aria-label={t(`loans.${filter}`)}
        className="medium"
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen ?? ''}
        options={[
          { value: '', label: t('loans.any') },
          ...others,
          ...values.map((value) => ({ value, label: nameOf(filter, value) })),
        ]}
        onChange={(value) => choose(value || undefined)}
      />
    </span>
  );
};
