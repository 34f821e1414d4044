import { encodeCursor } from './keyset-cursor.js';

/** One page of a list; `next` is the cursor of the page after it, null at the end. */
export interface KeysetPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Makes a page of `limit` items out of up to one more, which only says that the list goes on. */
export const keysetPage = <Item>(
  found: readonly Item[],
  limit: number,
  keyOf: (item: Item) => readonly (string | number)[],
): KeysetPage<Item> => {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
};

/** Values of a filter, null for all. PostgreSQL holds no NUL, so that text with one matches nothing. */
export const filterValues = (values: readonly string[] | undefined): readonly string[] | null =>
  values?.filter((value) => !value.includes('\0')) ?? null;
