import { useName } from '../progress/target-card.js';
import { seenText } from '../shell/sent-text.js';
import { useInstitutions } from './names-of-keys.js';
import { Select } from '../shell/select.js';

interface Choice {
  readonly label: string;
  /** What no choice is called; absent where one has to be chosen. */
  readonly any?: string;
  readonly value: string | undefined;
  readonly choose: (institution: string | undefined) => void;
}

/** One of the registered institutions, by its name; found by typing a part of it. */
export const InstitutionChoice = ({ label, any, value, choose }: Choice) => {
  const name = useName();
  const institutions = useInstitutions();
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
          ...institutions.map((each) => ({ value: each.code, label: seenText(name(each.name)) })),
        ]}
        onChange={(chosen) => choose(chosen || undefined)}
      />
    </span>
  );
};
