/*
 * One pass over the text of a JSON document, before it is parsed, for what a parser lets through and we do not. It knows no more
 * grammar than it needs: wherever the text is no JSON, the parser refuses it anyway, and up to that place both see the same tokens.
 * It keeps no stack, so that no nesting can overflow it.
 */

const code = (character: string): number => character.charCodeAt(0);

const quote = code('"');
const backslash = code('\\');
const letterU = code('u');
const openBrace = code('{');
const closeBrace = code('}');
const openBracket = code('[');
const closeBracket = code(']');
const zero = code('0');
const nine = code('9');
const byteOrderMark = 0xfeff;

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;

/** Where the string that opens at `open` closes, or what is wrong with it. Surrogates pair up however each is written. */
const closeOf = (text: string, open: number): number | string => {
  let awaitsLow = false;
  for (let at = open + 1; at < text.length; at += 1) {
    let unit = text.charCodeAt(at);
    if (unit === quote) return awaitsLow ? 'a string holds a lone surrogate' : at;
    if (unit === backslash) {
      at += 1;
      if (text.charCodeAt(at) === letterU) {
        unit = Number.parseInt(text.slice(at + 1, at + 5), 16);
        at += 4;
      }
    }
    if (unit === 0) return 'a string holds U+0000';
    if (isLow(unit) !== awaitsLow) return 'a string holds a lone surrogate';
    awaitsLow = isHigh(unit);
  }
  return text.length;
};

const numberToken = /[-+.eE0-9]+/y;

/**
 * Where the number whose first digit is at `start` ends, or what is wrong with it; its sign does not matter. Beyond 2^53 − 1 a
 * double no longer tells one integer from the next, and there is nothing there but integers and, at last, infinity: one bound
 * refuses both.
 */
const endOfNumber = (text: string, start: number): number | string => {
  numberToken.lastIndex = start;
  const [token = ''] = numberToken.exec(text) ?? [];
  return Number(token) > Number.MAX_SAFE_INTEGER ? 'a number is beyond 2^53 − 1' : start + token.length - 1;
};

/** What in the text we do not take although it may be JSON, or undefined. No answer repeats anything of the text. */
export const jsonFault = (text: string, maxDepth: number): string | undefined => {
  if (text.charCodeAt(0) === byteOrderMark) return 'it begins with a byte-order mark';
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote || (unit >= zero && unit <= nine)) {
      const last = unit === quote ? closeOf(text, at) : endOfNumber(text, at);
      if (typeof last === 'string') return last;
      at = last;
    } else if (unit === openBrace || unit === openBracket) {
      depth += 1;
      if (depth > maxDepth) return `it is nested deeper than ${maxDepth}`;
    } else if (unit === closeBrace || unit === closeBracket) depth -= 1;
  }
  return undefined;
};
