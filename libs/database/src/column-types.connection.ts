import pg from 'pg';

/*
 * Values of columns as the code reads them. Instants and days are text, as in facts and in JSON: a day has no time zone, and
 * nothing between the database and an answer needs a Date. Numeric stays text too: it may be longer than a number holds.
 */

/**
 * A bigint column that holds counts or positions.
 *
 * @throws RangeError beyond 2^53 − 1, where two values would look the same
 */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is beyond the whole numbers that are exact.`);
  return value;
};

/** `YYYY-MM-DDTHH:mm:ss.SSSZ`; digits beyond the milliseconds are cut off. */
export const instant = (text: string): string => {
  const utc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (!utc) return new Date(text).toISOString();
  const [, day, time, fraction = ''] = utc;
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
};

/** `YYYY-MM-DD`. */
const day = (text: string): string => text;

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, wholeNumber],
  [pg.types.builtins.DATE, day],
  [pg.types.builtins.TIMESTAMPTZ, instant],
]);

/** For connections and queries of ours; what other libraries read in the same process stays as they expect it. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format ?? 'text'),
};
