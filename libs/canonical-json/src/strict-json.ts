import { JsonScan, type StrictJsonLimits } from './json-scan.js';
import { notWellFormed } from './json-tokens.js';

/** `reason` is a clause to put behind a colon and repeats nothing of the text. */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** Of a text that the scan found to be JSON. */
const parsed = (text: string): StrictJson => {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser's own message quotes the text.
    return { ok: false, reason: notWellFormed };
  }
};

/**
 * `JSON.parse` for what strangers send. Refused besides what is no JSON: a leading byte-order mark, deeper nesting than allowed,
 * numbers beyond ±(2^53 − 1), and strings or member names with U+0000 or a lone surrogate, written out or as an escape, also in
 * a member that a later one of the same name replaces. Of members of one name the last counts. A member `__proto__` is an own
 * property like any other; it changes no prototype, and the schema refuses it as unknown.
 */
export const parseStrictJson = (text: string, limits: StrictJsonLimits): StrictJson => {
  const scan = new JsonScan(text, limits);
  scan.advance(text.length);
  return scan.fault === undefined ? parsed(text) : { ok: false, reason: scan.fault };
};
