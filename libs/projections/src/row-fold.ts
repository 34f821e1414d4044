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

/** What a batch of facts changes in one table. */
export interface RowChanges<Page> {
  readonly written: readonly Row<Page>[];
  readonly removed: readonly RowKey[];
}

/** A key as one text. Key columns are identifiers (2.1), so none holds a space. */
export const nameOf = (key: RowKey): string => key.join(' ');

const eachOnce = (keys: readonly RowKey[]): readonly RowKey[] => [
  ...new Map(keys.map((key) => [nameOf(key), key] as const)).values(),
];

/** Keys of the rows that a correction or reversal touches, by its subject's facts before and after it. */
const keysAmended = <Page extends object>(
  rowFold: Pick<RowFold<Page>, 'keysOf' | 'keysAmended'>,
  amendment: Amendment,
): readonly RowKey[] =>
  eachOnce(
    rowFold.keysAmended?.(amendment) ??
      [...amendment.before, ...amendment.after].flatMap((fact) => rowFold.keysOf(fact)),
  );

const none: Amendments = new Map();

/** Keys that the facts touch, each once, without those of rows that one of the facts begins. */
export const keysTouched = <Page extends object>(
  rowFold: Omit<Folding<Page>, 'fold'>,
  facts: readonly SequencedFact[],
  amendments = none,
): readonly RowKey[] => {
  const touched = new Map<string, RowKey>();
  const begun = new Set<string>();
  for (const fact of facts) {
    const begins = rowFold.begins?.(fact) ?? false;
    const amendment = rowFold.amend && amendments.get(fact.seq);
    for (const key of [...rowFold.keysOf(fact), ...(amendment ? keysAmended(rowFold, amendment) : [])]) {
      const name = nameOf(key);
      if (touched.has(name) || begun.has(name)) continue;
      if (begins) begun.add(name);
      else touched.set(name, key);
    }
  }
  return [...touched.values()];
};

/** Folds a batch over the rows that exist. However the facts are cut into batches, the rows are the same. */
export const foldBatch = <Page extends object>(
  rowFold: Folding<Page>,
  existing: readonly Row<Page>[],
  facts: readonly SequencedFact[],
  amendments = none,
): RowChanges<Page> => {
  const before = new Map(existing.map(({ key, page }) => [nameOf(key), page]));
  const after = new Map<string, { readonly key: RowKey; readonly page: Page | undefined }>();
  const change = (key: RowKey, changed: (page: Page | undefined) => Page | undefined): void => {
    const name = nameOf(key);
    const touched = after.get(name);
    after.set(name, { key, page: changed(touched ? touched.page : before.get(name)) });
  };
  for (const fact of facts) {
    for (const key of rowFold.keysOf(fact)) change(key, (page) => rowFold.fold(page, fact, key));
    const amendment = rowFold.amend && amendments.get(fact.seq);
    if (!amendment) continue;
    for (const key of keysAmended(rowFold, amendment))
      change(key, (page) => rowFold.amend?.(page, amendment, key));
  }

  const written: Row<Page>[] = [];
  const removed: RowKey[] = [];
  for (const [name, { key, page }] of after)
    if (page === undefined) {
      if (before.has(name)) removed.push(key);
    } else if (page !== before.get(name)) written.push({ key, page });
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
