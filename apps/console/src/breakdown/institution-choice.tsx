import { useName } from '../progress/target-card.js';
import { seenText } from '../shell/sent-text.js';
import { useInstitutions, useNameOfKey } from './names-of-keys.js';
import { Select } from '../shell/select.js';
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
