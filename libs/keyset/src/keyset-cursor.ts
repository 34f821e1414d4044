/*
 * A list goes on after the last key that was shown, so that a page neither repeats nor misses a row while others are written.
 * The cursor is that key, opaque to the reader: base64url of a JSON array.
 */

/** The cursor was not given by this list. */
export class MalformedCursor extends Error {
  constructor() {
    super('The cursor is not one that this list gave.');
    this.name = 'MalformedCursor';
  }
}

type Part = 'string' | 'number';

type Key<Parts extends readonly Part[]> = {
  -readonly [Place in keyof Parts]: Parts[Place] extends 'number' ? number : string;
};

export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Whole numbers and text that a database can hold. */
const isPart = (value: unknown, part: Part): boolean =>
  part === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && !value.includes('\0');

const parsed = (cursor: string): unknown => {
  if (!/^[\w-]+$/.test(cursor)) throw new MalformedCursor();
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedCursor();
    throw error;
  }
};

/** @throws MalformedCursor when it does not hold exactly these parts */
export const decodeCursor = <const Parts extends readonly Part[]>(
  cursor: string,
  parts: Parts,
): Key<Parts> => {
  const key = parsed(cursor);
  if (
    !Array.isArray(key) ||
    key.length !== parts.length ||
    !parts.every((part, place) => isPart(key[place], part))
  )
    throw new MalformedCursor();
  return key as Key<Parts>;
};
