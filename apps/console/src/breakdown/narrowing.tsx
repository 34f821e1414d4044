import { CloseOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { type BreakdownView, filterNames, type FilterName } from './breakdown-view.js';
import { useNameOfKey } from './names-of-keys.js';

/** The days that count, and what the figure is narrowed to, each with a button that takes it back. */
export const Narrowing = ({ view }: { readonly view: BreakdownView }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const navigate = useNavigate();
  const change = (given: Partial<Record<FilterName | 'from' | 'to', string | undefined>>): void =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...given }) });
  const chips = filterNames.flatMap((filter) =>
    (view[filter]?.split(',') ?? []).map((key) => ({
      filter,
      key,
      called: t('shell.named', { label: t(`breakdown.dimension.${filter}`), value: name(filter, key) }),
    })),
  );
  const without = (filter: FilterName, key: string): string | undefined =>
    view[filter]
      ?.split(',')
      .filter((each) => each !== key)
      .join(',') || undefined;
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
      {chips.length > 0 && (
        <ul className="chips" aria-label={t('breakdown.filters')}>
          {chips.map(({ filter, key, called }) => (
            <li key={`${filter} ${key}`}>
              <Button
                icon={<CloseOutlined aria-hidden />}
                iconPlacement="end"
                aria-label={t('breakdown.remove', { name: called })}
                onClick={() => change({ [filter]: without(filter, key) })}
              >
                {called}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
