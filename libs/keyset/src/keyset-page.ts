/*
 * A list goes on after the last key that was shown, so that a page neither repeats nor misses a row while others are written.
 * The cursor is that key, opaque to the reader: base64url of a JSON array. It comes back from outside: all that it holds is
 * checked by type and range, so that no value first fails in the database.
 */

/** The cursor was not given by this list. */
export class MalformedCursor extends Error {
  constructor() {
    super('The cursor is not one that this list gave.');
    this.name = 'MalformedCursor';
  }
}

/** A text column of a key; a seq or another number that counts up from 0; a revision, of which a stream has less. */
type Part = 'text' | 'seq' | 'revision';

type Key<Parts extends readonly Part[]> = {
  -readonly [Index in keyof Parts]: Parts[Index] extends 'text' ? string : number;
};

/** Longer than any key, whatever it holds. */
const longestText = 400;
const greatestRevision = 2 ** 31 - 1;

const isUpTo = (value: unknown, greatest: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= greatest;

const isPart: Readonly<Record<Part, (value: unknown) => boolean>> = {
  text: (value) =>
    typeof value === 'string' &&
    value.length <= longestText &&
    !value.includes('\0') &&
    !/\p{Cs}/u.test(value),
  seq: (value) => isUpTo(value, Number.MAX_SAFE_INTEGER),
  revision: (value) => isUpTo(value, greatestRevision),
};

export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

const parsed = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedCursor();
    throw error;
  }
};

/** @throws MalformedCursor when it does not hold exactly these parts, or is written in another way than it was given */
export const decodeCursor = <const Parts extends readonly Part[]>(
  cursor: string,
  parts: Parts,
): Key<Parts> => {
  const key = parsed(cursor);
  if (
    !Array.isArray(key) ||
    key.length !== parts.length ||
    !parts.every((part, index) => isPart[part](key[index])) ||
    encodeCursor(key as (string | number)[]) !== cursor
  )
    throw new MalformedCursor();
  return key as Key<Parts>;
};

/** Characters that the items of a page have together, about. More would hold up everybody else while they are read and written down. */
export const mostCharacters = 4 * 1024 * 1024;

/** What a member or an item costs beside its text: quotes, a separator, a number. */
const overhead = 8;

/** About how many characters a value has as JSON; without recursion, and much quicker than writing it down. */
export const charactersOf = (value: unknown): number => {
  const left: unknown[] = [value];
  let characters = 0;
  while (left.length > 0) {
    const next = left.pop();
    characters += overhead;
    if (typeof next === 'string') characters += next.length;
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) {
      for (const item of next) left.push(item);
      continue;
    }
    for (const [name, member] of Object.entries(next)) {
      characters += name.length;
      left.push(member);
    }
  }
  return characters;
};

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

/**
 * Pages after a key, each of `limit` but the last, up to the end as it is then. While a page is handled the next one is read, and no
 * more than that.
 *
 * @param limitAfter how many items the page after a key has
 */
export async function* pagesAhead<Item, Key>(
  readAfter: (key: Key, limit: number) => Promise<readonly Item[]>,
  after: Key,
  limitAfter: number | ((key: Key) => number),
  keyOf: (item: Item) => Key,
): AsyncGenerator<readonly Item[]> {
  const limitOf = (key: Key): number => (typeof limitAfter === 'number' ? limitAfter : limitAfter(key));
  let limit = limitOf(after);
  let page = await readAfter(after, limit);
  for (;;) {
    const last = page.at(-1);
    if (last === undefined) return;
    const isLast = page.length < limit;
    limit = limitOf(keyOf(last));
    const next = isLast ? Promise.resolve([]) : readAfter(keyOf(last), limit);
    // Awaited below; should the page at hand break first, or nobody read on, that is the error that is thrown.
    next.catch(() => undefined);
    yield page;
    page = await next;
  }
}
