import type { Presence } from '#database';
import type { SequencedFact, StoredFact } from '#facts';
import type { Amendment, Amendments } from '#history';
import { formatYuan } from '#money';
import type { ReadTable } from './read-table.table.js';

/** Values of the key columns, in their order. */
export type RowKey = readonly string[];

/**
 * The usual projection: rows of one table, each the fold of the facts that touch its key. A row holds the page as JSON, as it is
 * answered, and columns of their own for what lists filter by.
 */
export interface RowFold<Page extends object> {
  /** Key columns are text; one other column is `page`. */
  readonly table: ReadTable;
  /** Values of the columns other than key and page; absent where there are none. */
  columnsOf?(page: Page): Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Keys of the rows that a fact touches; none for most facts. */
  keysOf(fact: SequencedFact): readonly RowKey[];
  /** Whether none of these rows can exist before the fact, so that they need not be read. Default: they can. */
  begins?(fact: SequencedFact): boolean;
  /** Pure. The row after the fact; undefined: no row. Throws where the fact cannot be applied to this row. */
  fold(page: Page | undefined, fact: SequencedFact, key: RowKey): Page | undefined;
  /** Pure. The row after a correction or reversal. Absent where none of its facts can be corrected or reversed. */
  amend?(page: Page | undefined, amendment: Amendment, key: RowKey): Page | undefined;
  /** Keys of the rows that `amend` changes. Default: all that the subject's facts touch, before and after. */
  keysAmended?(amendment: Amendment): readonly RowKey[];
}

type Folding<Page extends object> = Pick<
  RowFold<Page>,
  'keysOf' | 'begins' | 'fold' | 'amend' | 'keysAmended'
>;

/** The `amend` of a row that is a fold of its subject's facts alone: folds the standing facts after the change. */
export const refold =
  <Page extends { readonly seq: number }>(
    fold: (page: Page | undefined, fact: SequencedFact) => Page | undefined,
  ) =>
  (_page: Page | undefined, { fact, after }: Amendment): Page | undefined => {
    const page = after.reduce<Page | undefined>((folded, each) => fold(folded, each), undefined);
    return page && { ...page, seq: fact.seq };
  };

export interface Row<Page> {
  readonly key: RowKey;
  readonly page: Page;
}

/** A row to write, with what is known of whether it is there. */
interface WrittenRow<Page> extends Row<Page> {
  readonly presence: Presence;
}

/** What a batch of facts changes in one table. */
export interface RowChanges<Page> {
  readonly written: readonly WrittenRow<Page>[];
  readonly removed: readonly RowKey[];
}

/** A key as one text. Key columns are identifiers (2.1), so none holds a space. */
const nameOf = (key: RowKey): string => key.join(' ');

interface Named {
  readonly name: string;
  readonly key: RowKey;
}

const named = (key: RowKey): Named => ({ name: nameOf(key), key });

const eachOnce = (keys: readonly RowKey[]): readonly Named[] => [
  ...new Map(keys.map((key) => [nameOf(key), named(key)] as const)).values(),
];

/** A fact that touches rows, whose names are made once for all that is done with them. */
interface Touch {
  readonly fact: SequencedFact;
  /** Rows that it is folded into. */
  readonly folded: readonly Named[];
  readonly amendment: Amendment | undefined;
  /** Rows that its amendment changes. */
  readonly amended: readonly Named[];
}

/** Rows that a correction or reversal changes, by its subject's facts before and after it. */
const amendedRows = <Page extends object>(
  rowFold: Pick<RowFold<Page>, 'keysOf' | 'keysAmended'>,
  amendment: Amendment,
): readonly Named[] =>
  eachOnce(
    rowFold.keysAmended?.(amendment) ??
      [...amendment.before, ...amendment.after].flatMap((fact) => rowFold.keysOf(fact)),
  );

const none: Amendments = new Map();
const noRows: readonly Named[] = [];

/** Those of the facts that touch rows of a table. */
export const touches = <Page extends object>(
  rowFold: Omit<Folding<Page>, 'fold'>,
  facts: readonly SequencedFact[],
  amendments = none,
): readonly Touch[] => {
  const touching: Touch[] = [];
  for (const fact of facts) {
    const keys = rowFold.keysOf(fact);
    const amendment = rowFold.amend && amendments.get(fact.seq);
    if (keys.length === 0 && !amendment) continue;
    touching.push({
      fact,
      folded: keys.map(named),
      amendment,
      amended: amendment ? amendedRows(rowFold, amendment) : noRows,
    });
  }
  return touching;
};

/** Keys of the rows that are touched, each once, without those of rows that one of the facts begins. */
export const keysTouched = <Page extends object>(
  rowFold: Pick<Folding<Page>, 'begins'>,
  touching: readonly Touch[],
): readonly RowKey[] => {
  const touched = new Map<string, RowKey>();
  const begun = new Set<string>();
  const touch = ({ name, key }: Named, begins: boolean): void => {
    if (touched.has(name) || begun.has(name)) return;
    if (begins) begun.add(name);
    else touched.set(name, key);
  };
  for (const { fact, folded, amended } of touching) {
    const begins = rowFold.begins?.(fact) ?? false;
    for (const row of folded) touch(row, begins);
    for (const row of amended) touch(row, begins);
  }
  return [...touched.values()];
};

/** Folds a batch over the rows that exist. However the facts are cut into batches, the rows are the same. */
export const foldBatch = <Page extends object>(
  rowFold: Pick<Folding<Page>, 'fold' | 'amend'>,
  existing: readonly Row<Page>[],
  touching: readonly Touch[],
): RowChanges<Page> => {
  const before = new Map(existing.map(({ key, page }) => [nameOf(key), page]));
  const after = new Map<string, { readonly key: RowKey; page: Page | undefined }>();
  const rowOf = ({ name, key }: Named): { page: Page | undefined } => {
    let row = after.get(name);
    if (!row) after.set(name, (row = { key, page: before.get(name) }));
    return row;
  };
  for (const { fact, folded, amendment, amended } of touching) {
    for (const touched of folded) {
      const row = rowOf(touched);
      row.page = rowFold.fold(row.page, fact, touched.key);
    }
    if (!amendment) continue;
    for (const touched of amended) {
      const row = rowOf(touched);
      row.page = rowFold.amend?.(row.page, amendment, touched.key);
    }
  }

  const written: WrittenRow<Page>[] = [];
  const removed: RowKey[] = [];
  for (const [name, { key, page }] of after) {
    const was = before.get(name);
    if (page !== undefined && page !== was)
      written.push({ key, page, presence: was === undefined ? 'absent' : 'present' });
    else if (page === undefined && was !== undefined) removed.push(key);
  }
  return { written, removed };
};

/** A fact of some types, with its seq. */
export type Sequenced<Fact extends StoredFact> = Fact & Pick<SequencedFact, 'seq' | 'recordedAt'>;

/** The row that a fact changes. Throws where there is none, so that the fact is parked. */
export const existing = <Page>(page: Page | undefined, fact: StoredFact): Page => {
  if (page === undefined) throw new Error(`${fact.type} in ${fact.stream} builds on nothing.`);
  return page;
};

// Money in pages is text, as it is answered. A sum may have more digits than one report allows, and may be negative.

const fen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

export const addYuan = (one: string, other: string): string => formatYuan(fen(one) + fen(other));

export const subtractYuan = (from: string, amount: string): string => formatYuan(fen(from) - fen(amount));

export const zeroYuan = '0.00';
