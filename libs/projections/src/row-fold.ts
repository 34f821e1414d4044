import type { SequencedFact } from '#facts';

/** Values of the key columns, in their order. */
export type RowKey = readonly string[];

/**
 * The usual projection: rows of one table, each the fold of the facts that touch its key. The row is kept as a JSON page, as it
 * is shown; what lists are filtered by stands in columns beside it.
 */
export interface RowFold<Page extends object> {
  readonly table: string;
  /** Key columns, all text. */
  readonly key: readonly string[];
  /** Further columns and their types. */
  readonly columns: Readonly<Record<string, string>>;
  /** Values of the further columns. */
  columnsOf(page: Page): Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Keys of the rows that a fact touches; none for most facts. */
  keysOf(fact: SequencedFact): readonly RowKey[];
  /** Pure. The row after the fact; undefined is no row. Throws when the fact cannot be applied to this row. */
  fold(page: Page | undefined, fact: SequencedFact, key: RowKey): Page | undefined;
}

export interface Row<Page> {
  readonly key: RowKey;
  readonly page: Page;
}

/** What a batch of facts changes in one table. */
export interface RowChanges<Page> {
  readonly written: readonly Row<Page>[];
  readonly removed: readonly RowKey[];
}

/** Key columns are identifiers (2.1): none holds a space. */
const nameOf = (key: RowKey): string => key.join(' ');

/** Keys that the facts touch, each once. */
export const keysTouched = <Page extends object>(
  { keysOf }: Pick<RowFold<Page>, 'keysOf'>,
  facts: readonly SequencedFact[],
): readonly RowKey[] => [
  ...new Map(facts.flatMap((fact) => keysOf(fact).map((key) => [nameOf(key), key] as const))).values(),
];

/** Folds a batch over the rows that stood before it. Batches may be cut anywhere: the rows come out the same. */
export const foldBatch = <Page extends object>(
  { keysOf, fold }: Pick<RowFold<Page>, 'keysOf' | 'fold'>,
  existing: readonly Row<Page>[],
  facts: readonly SequencedFact[],
): RowChanges<Page> => {
  const before = new Map(existing.map(({ key, page }) => [nameOf(key), page]));
  const after = new Map<string, { readonly key: RowKey; readonly page: Page | undefined }>();
  for (const fact of facts)
    for (const key of keysOf(fact)) {
      const name = nameOf(key);
      const touched = after.get(name);
      after.set(name, { key, page: fold(touched ? touched.page : before.get(name), fact, key) });
    }

  const written: Row<Page>[] = [];
  const removed: RowKey[] = [];
  for (const [name, { key, page }] of after)
    if (page === undefined) {
      if (before.has(name)) removed.push(key);
    } else if (page !== before.get(name)) written.push({ key, page });
  return { written, removed };
};
