import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Loading, Reasons } from './states.js';
import type { usePages } from '../http/pages.client.js';

interface Table<Item> {
  readonly title: string;
  readonly columns: readonly string[];
  /** Cells of a row; the first is its head. */
  readonly cells: (item: Item) => readonly ReactNode[];
  readonly keyOf: (item: Item) => string | number;
}

/** All of them, as a table that is scrolled sideways by keyboard too. */
export const Rows = <Item,>({
  title,
  items,
  columns,
  cells,
  keyOf,
}: Table<Item> & { readonly items: readonly Item[] }) => (
  <div className="scrolled" tabIndex={0} role="group" aria-label={title}>
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const [head, ...others] = cells(item);
          return (
            <tr key={keyOf(item)}>
              <th scope="row">{head}</th>
              {others.map((cell, at) => (
                <td key={columns[at + 1]}>{cell}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  </div>
);

interface Shown<Item> extends Table<Item> {
  readonly list: ReturnType<typeof usePages<Item>>;
  readonly empty: string;
}

/** A list as a table, in whichever state it is. */
export const Listed = <Item,>({ title, list, empty, columns, cells, keyOf }: Shown<Item>) => {
  const { t } = useTranslation();
  const { items } = list;
  if (list.isPending) return <Loading />;
  if (!items) return <Failed error={list.error ?? new Error(title)} again={() => void list.refetch()} />;
  if (items.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <>
      {list.isError && <Failed error={list.error} again={() => void list.refetch()} />}
      <Rows {...{ title, items, columns, cells, keyOf }} />
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('shell.more')}
        </Button>
      )}
    </>
  );
};

/** Why something was not done, in the registry's own words. */
export const NotDone = ({ error }: { readonly error: Error }) => {
  const { t } = useTranslation();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('shell.refused')}
      description={<Reasons error={error} />}
    />
  );
};
