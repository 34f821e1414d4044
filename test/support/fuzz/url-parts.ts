import type { Random } from './random.js';
import { badText } from './spoiled-values.js';

/* What stands in paths, queries and headers, encoded rightly, wrongly or not at all. */

const badEncodings: readonly string[] = [
  '%00',
  'a%00b',
  '%FF',
  '%C0%A0',
  '%C0%80',
  '%E4%BD',
  '%ED%A0%80',
  '%',
  '%zz',
  '%2',
  '%25',
  '%2e%2e',
  '%2f',
  '%5c',
  '%0d%0a',
  '%F0%9F%92%B6',
  '+',
  'A'.repeat(501),
  '%65'.repeat(100),
];

const encoded = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%EF%BF%BD';
  }
};

export const badPart = (random: Random): string =>
  random.in100(50) ? random.pick(badEncodings) : encoded(badText(random));

/** Of a text that fits, or of one that does not in so many of a hundred cases. */
export const partOf = (text: string, random: Random, badIn100: number): string =>
  random.in100(badIn100) ? badPart(random) : encoded(text);

/** A cursor that a list gave, with a place of it changed, or as it is for another list. */
export const spoiledCursor = (cursor: string, random: Random): string => {
  const at = random.below(cursor.length);
  return random.pick([
    cursor,
    cursor.slice(0, at),
    `${cursor.slice(0, at)}${random.pick(['A', '_', '0', '%00', 'é'])}${cursor.slice(at + 1)}`,
    Buffer.from(`[${random.pick(['9e99', '-1', '"\\u0000"', '99999999999', 'null'])}]`).toString('base64url'),
  ]);
};

/** A header's value in bytes: what HTTP/1.1 lets through, and some that it does not. */
export const badHeader = (random: Random): string =>
  random.pick([
    '',
    ' ',
    '"',
    '"a\\',
    '%00',
    'a%00b',
    '%C0%A0',
    '%FF',
    '%E4%BD',
    'é'.normalize('NFC'),
    '\u0080\u00ff',
    '11010519491231002X',
    '0',
    '-1',
    '99999999999999999999',
    '1,2,,3',
    'a'.repeat(5_000),
    'a'.repeat(20_000),
    '*',
    'W/"x"',
    badPart(random),
  ]);
