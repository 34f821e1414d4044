import { Input, type InputProps, Select } from 'antd';
import { useId } from 'react';

interface Text extends Omit<InputProps, 'value' | 'onChange'> {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  /** Words to choose from; any other may be written all the same. */
  readonly offered?: readonly string[];
}

/** A line of text under its label. */
export const TextField = ({ label, value, set, offered, ...more }: Text) => {
  const list = useId();
  return (
    <label>
      <span>{label}</span>
      <Input
        value={value}
        maxLength={200}
        spellCheck={false}
        onChange={({ target }) => set(target.value)}
        {...(offered ? { list } : {})}
        {...more}
      />
      {offered && (
        <datalist id={list}>
          {offered.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
};

interface Choice<Value extends string> {
  readonly label: string;
  readonly value: Value | undefined;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly set: (value: Value) => void;
}

/** One of several under its label, found by typing a part of it. */
export const ChoiceField = <Value extends string>({ label, value, options, set }: Choice<Value>) => (
  <span className="field">
    <span>{label}</span>
    <Select<Value>
      aria-label={label}
      value={value ?? null}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...options]}
      onChange={(chosen) => set(chosen)}
    />
  </span>
);
