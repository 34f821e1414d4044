import { Select as AntdSelect, type SelectProps, Button } from 'antd';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { CloseOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

interface Named<Value> extends SelectProps<Value> {
  readonly 'aria-label': string;
}

/** What is open stands in the part of the page that it belongs to, or it is passed over by those who go from part to part. */
const landmarkOf = (field: HTMLElement): HTMLElement =>
  field.closest<HTMLElement>('main, header') ?? document.body;

/** A choice whose list has a name as well: antd gives it to the field alone, and a list without one is read as a list of nothing. */
export const Select = <Value,>(props: Named<Value>) => (
  <AntdSelect<Value>
    {...props}
    getPopupContainer={landmarkOf}
    popupRender={(list) => <NamedList name={props['aria-label']}>{list}</NamedList>}
  />
);

const NamedList = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => {
  const place = useRef<HTMLDivElement>(null);
  // The list is another one when nothing is found, so that it is named after each change.
  useLayoutEffect(() => {
    for (const list of place.current?.querySelectorAll('[role=listbox]') ?? [])
      list.setAttribute('aria-label', name);
  });
  return <div ref={place}>{children}</div>;
};

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
