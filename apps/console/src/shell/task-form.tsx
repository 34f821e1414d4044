import { Button } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { NotDone } from './listed.js';

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
