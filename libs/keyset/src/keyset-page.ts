import { encodeCursor } from './keyset-cursor.js';
import { charactersOf, mostCharacters } from './page-size.js';

/** One page of a list; `next` is the cursor of the page after it, null at the end. */
export interface KeysetPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** How many of the items, from the first one on and at least that, are no more than a page holds. */
const fitting = (items: readonly unknown[]): number => {
  let characters = 0;
  const beyond = items.findIndex((item) => (characters += charactersOf(item)) > mostCharacters);
  return beyond === -1 ? items.length : Math.max(1, beyond);
};

/**
 * Makes a page of `limit` items out of up to one more, which only says that the list goes on; of fewer where they are so long that
 * together they would be more than a page holds.
 */
export const keysetPage = <Item>(
  found: readonly Item[],
  limit: number,
  keyOf: (item: Item) => readonly (string | number)[],
): KeysetPage<Item> => {
  const upToLimit = found.slice(0, limit);
  const items = upToLimit.slice(0, fitting(upToLimit));
  const last = items.at(-1);
  return {
    items,
    next: found.length > items.length && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
};

/** Values of a filter, null for all. PostgreSQL holds no NUL, so that text with one matches nothing. */
export const filterValues = (values: readonly string[] | undefined): readonly string[] | null =>
  values?.filter((value) => !value.includes('\0')) ?? null;
