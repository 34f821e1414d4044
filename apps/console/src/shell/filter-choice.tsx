import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Select } from './select.js';
import './tasks.css';

interface Choice {
  readonly label: string;
  readonly values: readonly string[];
  readonly nameOf: (value: string) => string;
  /** As it stands in the address: several with commas between them, or one that is not among those to choose. */
  readonly chosen: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

/** What a list or figure is narrowed to, of one kind: one value, or any; what an address says beyond that is shown as well. */
export const FilterChoice = ({ label, values, nameOf, chosen, choose }: Choice) => {
  const { t } = useTranslation();
  const others =
    chosen === undefined || values.includes(chosen)
      ? []
      : [{ value: chosen, label: chosen.split(',').map(nameOf).join(', ') }];
  return (
    <span className="field">
      <span>{label}</span>
      <Select
        aria-label={label}
        className="medium"
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen ?? ''}
        options={[
          { value: '', label: t('shell.any') },
          ...others,
          ...values.map((value) => ({ value, label: nameOf(value) })),
        ]}
        onChange={(value) => choose(value || undefined)}
      />
    </span>
  );
};

interface Narrowed {
  readonly key: string;
  readonly called: string;
  readonly take: () => void;
}

/** All that something is narrowed to, each with a button that takes it back. */
export const TakenBack = ({ items }: { readonly items: readonly Narrowed[] }) => {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <ul className="chips" aria-label={t('shell.narrowedTo')}>
      {items.map(({ key, called, take }) => (
        <li key={key}>
          <Button
            icon={<CloseOutlined aria-hidden />}
            iconPlacement="end"
            aria-label={t('shell.takeBack', { name: called })}
            onClick={take}
          >
            <bdi>{called}</bdi>
          </Button>
        </li>
      ))}
    </ul>
  );
};
