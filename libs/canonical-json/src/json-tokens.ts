/*
 * Finds the end of a JSON token (RFC 8259), or its fault. In addition to the grammar, numbers and strings are refused that lose information
 * in `JSON.parse` or in the database. No fault repeats a part of the text.
 */

const code = (character: string): number => character.charCodeAt(0);

const quote = code('"');
const backslash = code('\\');
const letterU = code('u');
const zero = code('0');
const nine = code('9');
const minus = code('-');
const plus = code('+');
const point = code('.');
const lowerA = code('a');
const lowerE = code('e');
const lowerF = code('f');
const upperE = code('E');
const space = code(' ');

const escaped = new Set([...'"\\/bfnrt'].map(code));

export const notWellFormed = 'it is not well-formed JSON';

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;

const hexValue = (unit: number): number => {
  if (unit >= zero && unit <= nine) return unit - zero;
  const letter = unit | 0x20;
  return letter >= lowerA && letter <= lowerF ? letter - lowerA + 10 : -1;
};

/** The code unit of the escape at a backslash, exact for units that need a check; −1 for an invalid escape. */
const escapedUnit = (text: string, at: number): number => {
  const next = text.charCodeAt(at + 1);
  if (next !== letterU) return escaped.has(next) ? space : -1;
  let unit = 0;
  for (let digit = at + 2; digit < at + 6; digit += 1) {
    const value = hexValue(text.charCodeAt(digit));
    if (value === -1) return -1;
    unit = unit * 16 + value;
  }
  return unit;
};

/** The end of the string that opens at `open`, or its fault. Surrogates pair up whether escaped or not. */
export const endOfString = (text: string, open: number): number | string => {
  let awaitsLow = false;
  for (let at = open + 1; at < text.length; at += 1) {
    let unit = text.charCodeAt(at);
    if (unit === quote) return awaitsLow ? 'a string holds a lone surrogate' : at + 1;
    if (unit === backslash) {
      unit = escapedUnit(text, at);
      if (unit === -1) return notWellFormed;
      at += text.charCodeAt(at + 1) === letterU ? 5 : 1;
    } else if (unit < space && unit !== 0) return notWellFormed;
    if (unit === 0) return 'a string holds U+0000';
    if (isLow(unit) !== awaitsLow) return 'a string holds a lone surrogate';
    awaitsLow = isHigh(unit);
  }
  return notWellFormed;
};

const behindDigits = (text: string, from: number): number => {
  let at = from;
  for (let unit = text.charCodeAt(at); unit >= zero && unit <= nine; unit = text.charCodeAt(at)) at += 1;
  return at;
};

/** The end of an exponent, if one is at this place; −1 for a malformed one. */
const behindExponent = (text: string, at: number): number => {
  const unit = text.charCodeAt(at);
  if (unit !== lowerE && unit !== upperE) return at;
  const sign = text.charCodeAt(at + 1);
  const digits = sign === plus || sign === minus ? at + 2 : at + 1;
  const end = behindDigits(text, digits);
  return end === digits ? -1 : end;
};

/** A number of so many digits is always within 2^53 − 1. */
const surelySafe = 15;

/**
 * The end of the number at `start`, or its fault. Numbers beyond ±(2^53 − 1) are refused, since doubles beyond are not exact, or infinite.
 */
const endOfNumber = (text: string, start: number): number | string => {
  const first = text.charCodeAt(start) === minus ? start + 1 : start;
  const whole = behindDigits(text, first);
  if (whole === first || (text.charCodeAt(first) === zero && whole > first + 1)) return notWellFormed;
  let fraction = whole;
  if (text.charCodeAt(whole) === point) {
    fraction = behindDigits(text, whole + 1);
    if (fraction === whole + 1) return notWellFormed;
  }
  const end = behindExponent(text, fraction);
  if (end === -1) return notWellFormed;
  const isSafe = end === fraction && whole - first <= surelySafe;
  return isSafe || Math.abs(Number(text.slice(start, end))) <= Number.MAX_SAFE_INTEGER
    ? end
    : 'a number is beyond 2^53 − 1';
};

/** The end of `true`, `false` or `null`, or the fault. */
const endOfWord = (text: string, start: number): number | string => {
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, start)) return start + word.length;
  return notWellFormed;
};

/** The end of the scalar that begins at this place, or its fault. */
export const endOfScalar = (text: string, start: number): number | string => {
  const unit = text.charCodeAt(start);
  if (unit === quote) return endOfString(text, start);
  return unit === minus || (unit >= zero && unit <= nine) ? endOfNumber(text, start) : endOfWord(text, start);
};
