import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import type { FigureBasis } from '#contract';
import { Failed, Loading, Reasons } from './states.js';
import type { usePages } from '../http/pages.client.js';
import { askList, saveFile } from '../http/registry.client.js';

/** A column by its name; figures stand at its right edge, and long texts in several lines. */
type Column = string | { readonly title: string; readonly of: 'figures' | 'long texts' };

const classOf = (column: Column | undefined): string | undefined =>
  typeof column === 'object' ? (column.of === 'figures' ? 'number' : 'wraps') : undefined;

/** A day stays on its line. */
const dayClass = (cell: ReactNode): string | undefined =>
  typeof cell === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(cell) ? 'day' : undefined;

const titleOf = (column: Column): string => (typeof column === 'string' ? column : column.title);

interface Table<Item> {
  readonly title: string;
  readonly columns: readonly Column[];
  /** Cells of a row; the first is its head. */
  readonly cells: (item: Item) => readonly ReactNode[];
  /** A list that only grows may say nothing, and has its rows by their places. */
  readonly keyOf?: (item: Item) => string | number;
}

/**
 * All of them, as high as all rows, as a table that is scrolled sideways by keyboard too. Where a page is narrow each row is a block in which every cell has
 * its title; roles are named, since a browser takes them from a table that is laid out as anything else.
 */
export const Rows = <Item,>({
  title,
  items,
  columns,
  cells,
  keyOf,
}: Table<Item> & { readonly items: readonly Item[] }) => (
  <div className="scrolled" tabIndex={0} role="group" aria-label={title}>
    <table className="rows" role="table">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={titleOf(column)} scope="col" role="columnheader" className={classOf(column)}>
              {titleOf(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item, place) => {
          const [head, ...others] = cells(item);
          return (
            <tr key={keyOf?.(item) ?? place} role="row">
              <th scope="row" role="rowheader" data-title={columns[0] && titleOf(columns[0])}>
                {head}
              </th>
              {others.map((cell, at) => {
                const column = columns[at + 1];
                return (
                  // Cells stay in their places.
                  <td
                    key={at}
                    role="cell"
                    className={classOf(column) ?? dayClass(cell)}
                    data-title={column && titleOf(column)}
                  >
                    {cell}
                  </td>
                );
              })}
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
  /** What the file is called that has all of it. */
  readonly file: string;
}

/** A list as a table, in whichever state it is, and all of it as a file. */
export const Listed = <Item,>({ list, empty, file, ...table }: Shown<Item>) => {
  const { t } = useTranslation();
  const { items } = list;
  if (list.isPending) return <Loading />;
  if (!items)
    return <Failed error={list.error ?? new Error(table.title)} again={() => void list.refetch()} />;
  if (items.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <>
      {list.isError && <Failed error={list.error} again={() => void list.refetch()} />}
      <Rows {...table} items={items} />
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('shell.more')}
        </Button>
      )}
      <ExportButtons of={table.title} address={list.path} name={file} basis={list.basis} />
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

const kinds = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

type Kind = keyof typeof kinds;

interface Exported {
  /** What the list is called: a page may have several. */
  readonly of: string;
  /** Where it is asked for, if that is not known yet. */
  readonly address: string | (() => Promise<string>);
  readonly name: string;
  /** Of what is shown: up to which day it counts. */
  readonly basis: FigureBasis | undefined;
}

/** What the file rests on stands in its name, so that it is known wherever the file goes. */
const fileName = (name: string, basis: FigureBasis | undefined, seq: string | null): string =>
  [name, ...(basis ? [`as-of-${basis.effectiveAsOf}`] : []), ...(seq === null ? [] : [`fact-${seq}`])].join(
    '-',
  );

/** The whole list that is shown a part of, as a file: written by the registry, under the same address. */
export const ExportButtons = ({ of, address, name, basis }: Exported) => {
  const { t, i18n } = useTranslation();
  const exporting = useMutation({
    mutationFn: async (kind: Kind) => {
      const from = typeof address === 'string' ? address : await address();
      const { file, seq } = await askList(from, kinds[kind], i18n.language);
      saveFile(file, `${fileName(name, basis, seq)}.${kind}`);
    },
  });
  const button = (kind: Kind, label: string) => (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      aria-label={`${label}: ${of}`}
      loading={exporting.isPending && exporting.variables === kind}
      onClick={() => exporting.mutate(kind)}
    >
      {label}
    </Button>
  );
  return (
    <div className="exports no-print">
      {button('csv', 'CSV')}
      {button('xlsx', 'Excel')}
      {exporting.error && <Alert type="error" title={`${t('shell.failed')}: ${exporting.error.message}`} />}
    </div>
  );
};
