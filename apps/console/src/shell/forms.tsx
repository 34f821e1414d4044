import { Input, type InputProps, Button } from 'antd';
import { useId, type FormEvent, type ReactNode } from 'react';
import { RegistryProblem } from '../http/registry.client.js';
import { SentText } from './text-parts.js';
import { Select } from './select.js';
import { NotDone } from './listed.js';

interface Text extends Omit<InputProps, 'value' | 'onChange'> {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  /** Words to choose from; any other may be written all the same. */
  readonly offered?: readonly string[];
  /** What is wrong with it, below it. */
  readonly faults?: readonly string[];
}

/** Years have four digits; what a browser lets be typed beyond is refused by the field, and not left out. */
export const lastDay = '9999-12-31';

/** A line of text under its label. */
export const TextField = ({ label, value, set, offered, faults = [], ...more }: Text) => {
  const list = useId();
  const wrong = useId();
  const isWrong = faults.length > 0;
  return (
    <span className="field">
      <label>
        <span>{label}</span>
        <Input
          value={value}
          maxLength={200}
          spellCheck={false}
          onChange={({ target }) => set(target.value)}
          {...(more.type === 'date' ? { max: lastDay } : {})}
          {...(offered ? { list } : {})}
          {...(isWrong ? { status: 'error', 'aria-invalid': true, 'aria-describedby': wrong } : {})}
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
      {isWrong && <Faults id={wrong} faults={faults} />}
    </span>
  );
};

const Faults = ({ id, faults }: { readonly id: string; readonly faults: readonly string[] }) => (
  <span id={id} className="fault">
    {faults.map((fault) => (
      <span key={fault}>
        <SentText text={fault} />
        <br />
      </span>
    ))}
  </span>
);

/** What a refusal says of one place of what was sent, or of places within it. */
export const faultsAt = (error: Error | null, pointer: string): readonly string[] =>
  error instanceof RegistryProblem
    ? (error.problem?.errors ?? [])
        .filter((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`))
        .map(({ message }) => message)
    : [];

interface Lines extends Pick<Text, 'label' | 'value' | 'set' | 'faults'> {
  readonly rows: number;
}

/** Several lines of text under their label. */
export const LinesField = ({ label, value, set, rows, faults = [] }: Lines) => {
  const wrong = useId();
  const isWrong = faults.length > 0;
  return (
    <span className="field">
      <label>
        <span>{label}</span>
        <Input.TextArea
          className="exactly"
          rows={rows}
          value={value}
          spellCheck={false}
          onChange={({ target }) => set(target.value)}
          {...(isWrong ? { status: 'error', 'aria-invalid': true, 'aria-describedby': wrong } : {})}
        />
      </label>
      {isWrong && <Faults id={wrong} faults={faults} />}
    </span>
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
      // As wide as what is chosen, once something is.
      {...(value === undefined ? { className: 'wide' } : {})}
      value={value ?? null}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...options]}
      onChange={(chosen) => set(chosen)}
    />
  </span>
);

interface Task {
  /** Of its heading, by which it is named. */
  readonly id: string;
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** The words of the button that does it. */
  readonly action: string;
  readonly act: () => void;
  readonly isPending: boolean;
  /** What it takes that is not there yet, and no field asks for by itself. */
  readonly isLacking?: boolean;
  /** Beside the button. */
  readonly others?: ReactNode;
  /** What was done, once it is. */
  readonly done: ReactNode;
  readonly error: Error | null;
  readonly children: ReactNode;
}

/** One thing to do by a form: its fields, the button that does it, and what came of it. */
export const TaskForm = ({
  id,
  title,
  lead,
  action,
  act,
  isPending,
  isLacking = false,
  others,
  done,
  error,
  children,
}: Task) => (
  <section className="task" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {lead}
    <form
      aria-labelledby={id}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        act();
      }}
    >
      {children}
      <div className="actions">
        <Button type="primary" htmlType="submit" disabled={isLacking} loading={isPending}>
          {action}
        </Button>
        {others}
        <span role="status">{done}</span>
      </div>
    </form>
    {error && <NotDone error={error} />}
  </section>
);
