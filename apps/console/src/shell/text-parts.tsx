import { useEffect, type ReactNode } from 'react';
import { seenText } from './seen-text.js';

/** Names the page in the browser's tab, its history and its bookmarks. */
export const useTitle = (title: string): void =>
  useEffect(() => {
    document.title = `${title} · Xudai 续贷`;
  }, [title]);

/** From here on a text is shown in a list over some lines alone, and all of it under the pointer. */
const longFrom = 32;

/** What somebody sent: text and nothing else, in a direction of its own, with nothing in it that is not seen. */
export const SentText = ({ text }: { readonly text: string }) => {
  const seen = seenText(text);
  return seen.length > longFrom ? (
    <bdi className="sent-long" title={seen}>
      {seen}
    </bdi>
  ) : (
    <bdi>{seen}</bdi>
  );
};

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
