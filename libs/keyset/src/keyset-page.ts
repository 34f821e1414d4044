/*
 * Keyset pagination: a page begins after the last key of the previous one, so that no row is repeated or missed while others are written.
 * The cursor is that key, base64url of a JSON array, opaque to clients. Since clients send it back, its parts are checked by type and
 * range before they reach the database.
 */

/** The cursor is malformed. */
export class MalformedCursor extends Error {
  constructor() {
    super('The cursor is not one that this list gave.');
    this.name = 'MalformedCursor';
  }
}

/** A column of a key: text; a seq or another count from 0; or a revision, which has a smaller range. */
type Part = 'text' | 'seq' | 'revision';

type Key<Parts extends readonly Part[]> = {
  -readonly [Index in keyof Parts]: Parts[Index] extends 'text' ? string : number;
};

/** Longer than any key. */
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

/** @throws MalformedCursor where it does not hold exactly these parts, or is not in the canonical encoding */
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

/** Bound on the size of a page, in characters, approximately. Reading and serialising more would block other requests. */
export const mostCharacters = 4 * 1024 * 1024;

/** Characters of a member or an item in addition to its text: quotes, separator, number. */
const overhead = 8;

/** The approximate length of a value as JSON. Not recursive, and much faster than serialising. */
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

/** How many of the first items fit into a page; at least one. */
const fitting = (items: readonly unknown[]): number => {
  let characters = 0;
  const beyond = items.findIndex((item) => (characters += charactersOf(item)) > mostCharacters);
  return beyond === -1 ? items.length : Math.max(1, beyond);
};

/**
 * Makes a page out of up to `limit + 1` items; the last only shows that the list goes on. The page is shorter where its items would exceed
 * `mostCharacters`.
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

/** Values of a filter; null for all. Text with NUL is removed, since PostgreSQL cannot store it and it matches nothing. */
export const filterValues = (values: readonly string[] | undefined): readonly string[] | null =>
  values?.filter((value) => !value.includes('\0')) ?? null;

/**
 * Reads pages of `limit` items after a key, up to the end. The next page is read ahead while one is handled.
 *
 * @param limitAfter the size of the page after a key
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
    // Awaited in the next round. If handling this page fails first, this promise must not count as unhandled.
    next.catch(() => undefined);
    yield page;
    page = await next;
  }
}
