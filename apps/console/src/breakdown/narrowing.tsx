import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { districts, industrySections } from '#identifiers';
import { reportWords } from '../figures/report-words.js';
import { useSession } from '../session/session.client.js';
import { FilterChoice, TakenBack } from '../shell/filter-choice.js';
import { type BreakdownView, filterNames, type FilterName } from './breakdown-view.js';
import { InstitutionChoice } from './institution-choice.js';
import { useNameOfKey } from './names-of-keys.js';

/** Values that may be chosen of each filter. */
const choices = [
  ['district', districts.map(({ code }) => code)],
  ['industry', industrySections.map(({ section }) => section)],
  ['size', reportWords.size],
] as const;

/** The days that count, and what the figure is narrowed to: to be chosen, and to be taken back. A bank is narrowed to itself. */
export const Narrowing = ({ view }: { readonly view: BreakdownView }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const { institution: own } = useSession();
  const navigate = useNavigate();
  const change = (given: Partial<Record<FilterName | 'from' | 'to', string | undefined>>): void =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...given }), resetScroll: false });
  const without = (filter: FilterName, key: string): string | undefined =>
    view[filter]
      ?.split(',')
      .filter((each) => each !== key)
      .join(',') || undefined;
  const narrowed = filterNames.flatMap((filter) =>
    (view[filter]?.split(',') ?? []).map((key) => ({
      key: `${filter} ${key}`,
      called: t('shell.named', { label: t(`breakdown.dimension.${filter}`), value: name(filter, key) }),
      take: () => change({ [filter]: without(filter, key) }),
    })),
  );
  return (
    <div className="cut no-print">
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          <span>{t('shell.named', { label: t('breakdown.period'), value: t(`breakdown.${end}`) })}</span>
          <Input
            type="date"
            value={view[end] ?? ''}
            onChange={({ target }) => change({ [end]: target.value || undefined })}
          />
        </label>
      ))}
      {own === null && (
        <InstitutionChoice
          label={t('breakdown.dimension.institution')}
          any={t('shell.any')}
          value={view.institution}
          choose={(institution) => change({ institution })}
        />
      )}
      {choices.map(([filter, values]) => (
        <FilterChoice
          key={filter}
          label={t(`breakdown.dimension.${filter}`)}
          values={values}
          nameOf={(value) => name(filter, value)}
          chosen={view[filter]}
          choose={(value) => change({ [filter]: value })}
        />
      ))}
      <TakenBack items={narrowed} />
    </div>
  );
};
