import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { districts, industrySections } from '#identifiers';
import { useName } from '../progress/target-card.js';
import { seenText } from '../shell/seen-text.js';
import { useInstitutions, useNameOfKey } from './names-of-keys.js';
import { Select, FilterChoice, TakenBack } from '../shell/select.js';
import { reportWords } from '../figures/fact-names.js';
import { useSession } from '../session/session.client.js';
import { type BreakdownView, filterNames, type FilterName } from './breakdown-view.js';

import '../shell/tasks.css';

interface Choice {
  readonly label: string;
  /** What no choice is called; absent where one has to be chosen. */
  readonly any?: string;
  /** Several, out of an address, with commas between them. */
  readonly value: string | undefined;
  readonly choose: (institution: string | undefined) => void;
}

/** One of the registered institutions, by its name; found by typing a part of it. */
export const InstitutionChoice = ({ label, any, value, choose }: Choice) => {
  const name = useName();
  const institutions = useInstitutions();
  const nameOf = useNameOfKey();
  const several = value?.includes(',')
    ? [
        {
          value,
          label: value
            .split(',')
            .map((each) => nameOf('institution', each))
            .join(', '),
        },
      ]
    : [];
  return (
    <span className="field">
      <span>{label}</span>
      <Select
        className="medium"
        aria-label={label}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        value={value ?? (any === undefined ? undefined : '')}
        options={[
          ...(any === undefined ? [] : [{ value: '', label: any }]),
          ...several,
          ...institutions.map((each) => ({ value: each.code, label: seenText(name(each.name)) })),
        ]}
        onChange={(chosen) => choose(chosen || undefined)}
      />
    </span>
  );
};

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
