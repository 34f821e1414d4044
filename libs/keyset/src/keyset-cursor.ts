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
