import type { ReactNode } from 'react';

/** Labels, each over its value. */
export const Pairs = ({
  rows,
  valueClass,
}: {
  readonly rows: readonly (readonly [label: string, value: ReactNode])[];
  readonly valueClass?: string;
}) => (
  <dl className="pairs">
    {rows.map(([label, value], at) => (
      // Two measures may be called alike.
      <div key={`${at} ${label}`}>
        <dt>{label}</dt>
        <dd className={valueClass}>{value}</dd>
      </div>
    ))}
  </dl>
);
